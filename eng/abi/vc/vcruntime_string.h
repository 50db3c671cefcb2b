// Stands in for the header of Visual C++.
#pragma once
#include <vcruntime.h>
void* memcpy(void*, const void*, size_t); void* memmove(void*, const void*, size_t); void* memset(void*, int, size_t); int memcmp(const void*, const void*, size_t); const void* memchr(const void*, int, size_t);
char* strchr(const char*, int); char* strrchr(const char*, int); char* strstr(const char*, const char*); wchar_t* wcschr(const wchar_t*, wchar_t); wchar_t* wcsrchr(const wchar_t*, wchar_t); wchar_t* wcsstr(const wchar_t*, const wchar_t*);
