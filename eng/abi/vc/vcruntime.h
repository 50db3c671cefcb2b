// Stands in for the header of Visual C++, which the Windows SDK's headers include and which is in no package.
#pragma once
#include <vadefs.h>
#include <sal.h>
#define _VCRT_COMPILER_PREPROCESSOR 1
#ifdef __cplusplus
#define _CRT_BEGIN_C_HEADER extern "C" {
#define _CRT_END_C_HEADER }
typedef bool __vcrt_bool;
#else
#define _CRT_BEGIN_C_HEADER
#define _CRT_END_C_HEADER
typedef _Bool __vcrt_bool;
typedef unsigned short wchar_t;
#define _WCHAR_T_DEFINED
#endif
#define _CRTIMP
#define _VCRTIMP
#define _ACRTIMP
#define _ACRTIMP_ALT
#define _CONST_RETURN const
#define _CRT_UNUSED(x) (void)x
#define _CRT_CONCATENATE_(a, b) a##b
#define _CRT_CONCATENATE(a, b) _CRT_CONCATENATE_(a, b)
#define _CRT_HAS_CXX17 0
#define _CRT_INSECURE_DEPRECATE(x)
#define _CRT_INSECURE_DEPRECATE_MEMORY(x)
#define _CRT_DEPRECATE_TEXT(x)
#define _HAS_CXX17 0
#define _CRT_SECURE_NO_WARNINGS 1
#define _HAS_NODISCARD 0
#define _NODISCARD
#define _UNALIGNED
#define __CRTDECL __cdecl
#define _CRT_ALIGN(x) __declspec(align(x))
#define _CRTALIAS
#define _CRT_WIDE(s) L##s
#define _CRT_STRINGIZE(x) #x
#define _CRT_GUARDOVERFLOW
#define _CRTALLOCATOR
#define _CRTRESTRICT
#define _CRT_JIT_INTRINSIC
#define _CRTNOALIAS
#define _CRT_NOEXCEPT
typedef unsigned long long size_t;
typedef long long ptrdiff_t;
typedef long long intptr_t;
typedef unsigned long long uintptr_t;
#ifndef NULL
#define NULL 0
#endif
