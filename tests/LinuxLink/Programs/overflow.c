// overflow.exe LENGTH: copies LENGTH addresses of Hijacked into a buffer that holds two. Built twice,
// with and without a stack protector.

#include <stddef.h>
#include <stdint.h>

__declspec(dllimport) _Noreturn void ExitProcess(uint32_t code);
int _wtoi(const wchar_t *text);
int puts(const char *line);

// Entered by a return, not a call, so the stack is not aligned as a function expects.
__attribute__((force_align_arg_pointer)) static _Noreturn void Hijacked(void)
{
    ExitProcess(0x0BAD0BAD);
}

__attribute__((noinline)) static uint64_t Victim(int length)
{
    volatile uint64_t buffer[2] = { 0 };
    for (volatile int i = 0; i < length; i++) {
        buffer[i] = (uint64_t)&Hijacked;
    }
    return buffer[0];
}

int wmain(int argc, wchar_t **argv)
{
    Victim(argc > 1 ? _wtoi(argv[1]) : 0);
    return 42;
}
