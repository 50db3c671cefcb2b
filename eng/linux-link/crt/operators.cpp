// C++ new and delete, on the heap of the ucrt. A .cpp file, so that the compiler writes the
// decorated names.

#include <stddef.h>

extern "C" __declspec(dllimport) void *malloc(size_t size);
extern "C" __declspec(dllimport) void free(void *block);

namespace std {
struct nothrow_t {};
extern const nothrow_t nothrow;
const nothrow_t nothrow;
}

void *operator new(size_t size, const std::nothrow_t &) noexcept { return malloc(size); }
void *operator new[](size_t size, const std::nothrow_t &) noexcept { return malloc(size); }
void operator delete(void *block) noexcept { free(block); }
void operator delete[](void *block) noexcept { free(block); }
void operator delete(void *block, size_t) noexcept { free(block); }
void operator delete[](void *block, size_t) noexcept { free(block); }
