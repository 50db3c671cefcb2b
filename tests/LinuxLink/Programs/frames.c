// frames.exe plain|frame-pointer|aligned intact|before|filter
//
// An exception passes through a function with a stack cookie (frames.s) four times, at stack depths
// 16 bytes apart, so that no frame is aligned by chance. The last time, its cookie stays intact, is
// overwritten before the exception, or is overwritten by the filter, which Windows runs after its
// search has checked the cookie and before it unwinds.

#include <stdint.h>
#include <stddef.h>

typedef void Body(uint64_t *cookie);

__declspec(dllimport) void RaiseException(uint32_t code, uint32_t flags, uint32_t count, const uint64_t *arguments);
int puts(const char *line);
int fflush(void *stream);

void Plain(Body *body);
void FramePointer(Body *body);
void Aligned(Body *body);

// Flushed at once, because a process that fails fast loses its buffers.
static void Say(const char *line)
{
    puts(line);
    fflush(NULL);
}

static uint64_t *cookieInFrame;
static int overwriteBefore;
static int overwriteInFilter;

static void Raise(uint64_t *cookie)
{
    cookieInFrame = cookie;
    // Overwrites the neighbours of the cookie, not the cookie.
    cookie[-1] ^= 1;
    cookie[1] ^= 1;
    if (overwriteBefore) {
        *cookie ^= 1;
    }
    RaiseException(0xE0000001, 0, 0, NULL);
}

static int Filter(void)
{
    Say("filter");
    if (overwriteInFilter) {
        *cookieInFrame ^= 1;
    }
    return 1; // EXCEPTION_EXECUTE_HANDLER
}

__attribute__((noinline)) static void AtDepth(size_t depth, void (*shape)(Body *))
{
    volatile char *stack = __builtin_alloca(16 * (depth + 1));
    stack[0] = 0;
    shape(Raise);
}

int wmain(int argc, wchar_t **argv)
{
    if (argc != 3) {
        return 1;
    }
    void (*shape)(Body *) = argv[1][0] == L'p' ? Plain : argv[1][0] == L'f' ? FramePointer : Aligned;
    for (size_t depth = 0; depth < 4; depth++) {
        overwriteBefore = depth == 3 && argv[2][0] == L'b';
        overwriteInFilter = depth == 3 && argv[2][0] == L'f';
        __try {
            AtDepth(depth, shape);
        } __except (Filter()) {
            Say("handler");
        }
    }
    return 42;
}
