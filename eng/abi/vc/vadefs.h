// Stands in for the header of Visual C++.
#pragma once
typedef __builtin_va_list va_list;
typedef unsigned long long uintptr_t;
#define _VA_LIST_DEFINED
#define __crt_va_start(ap, x) __builtin_va_start(ap, x)
#define __crt_va_arg(ap, t) __builtin_va_arg(ap, t)
#define __crt_va_end(ap) __builtin_va_end(ap)
