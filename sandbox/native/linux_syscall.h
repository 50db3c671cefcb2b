/*
 * Linux system calls from Windows code.
 *
 * A program that runs under Wine is an ordinary Linux process: its pointers are Linux addresses and the `syscall`
 * instruction enters the Linux kernel. The stand-ins reach the kernel's routing tables this way.
 *
 * Hazard: `long` has 32 bits in Windows code, so everything here is intptr_t.
 */
#ifndef LINUX_SYSCALL_H
#define LINUX_SYSCALL_H

#include <stdint.h>

/* Returns what the kernel returns: a value, or -errno with Linux's errno numbers. */
static inline intptr_t linux_syscall(intptr_t number, intptr_t first, intptr_t second, intptr_t third,
                                     intptr_t fourth, intptr_t fifth, intptr_t sixth)
{
    register intptr_t r10 __asm__("r10") = fourth;
    register intptr_t r8 __asm__("r8") = fifth;
    register intptr_t r9 __asm__("r9") = sixth;
    intptr_t result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(first), "S"(second), "d"(third), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

#endif
