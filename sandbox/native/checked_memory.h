/* Allocation for test tools: out of memory ends the program, so callers need no error handling. */
#ifndef CHECKED_MEMORY_H
#define CHECKED_MEMORY_H

#include <stddef.h>
#include <stdlib.h>
#include <wchar.h>

static inline void *memory_checked(void *block)
{
    if (block == NULL) {
        abort();
    }
    return block;
}

/* `size` zeroed bytes. */
static inline void *memory_new(size_t size)
{
    return memory_checked(calloc(1, size));
}

/* Makes room for one more element of `elementSize` bytes after `count` elements. */
static inline void *memory_grow(void *array, size_t count, size_t *capacity, size_t elementSize)
{
    if (count < *capacity) {
        return array;
    }
    *capacity = *capacity == 0 ? 16 : *capacity * 2;
    return memory_checked(realloc(array, *capacity * elementSize));
}

/* A copy of `text`; NULL for NULL. */
static inline wchar_t *memory_copy_text(const wchar_t *text)
{
    return text == NULL ? NULL : memory_checked(_wcsdup(text));
}

#endif
