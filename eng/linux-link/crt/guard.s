# Code that is impossible in C: a function that keeps every register, a jump through rax, and a
# structure with values that only the linker has.

    .intel_syntax noprefix

# void __security_check_cookie(uint64_t cookie)
#
# Called at the end of a protected function while rax and xmm0 hold its result, so it may change only
# rcx. A C function may change more.
# The second test works even if __security_cookie itself was overwritten: the upper 16 bits of a good
# cookie are zero.
    .text
    .globl __security_check_cookie
__security_check_cookie:
    cmp rcx, qword ptr [rip + __security_cookie]
    jne 1f
    rol rcx, 16
    test cx, 0xFFFF
    jne 0f
    ret
0:  ror rcx, 16
1:  jmp __report_gsfailure

# Control Flow Guard. The runtime's libraries are compiled for it and make every indirect call
# through these two pointers. In a process that enforces the guard, Windows sets them to its checks.
# Their initial values: dispatch calls the target in rax, check accepts it.
# .00cfg is read-only, so that only the loader can change them.
    .globl __guard_dispatch_icall_nop
__guard_dispatch_icall_nop:
    jmp rax
    .globl __guard_check_icall_nop
__guard_check_icall_nop:
    ret

    .section .00cfg, "dr"
    .balign 8
    .globl __guard_check_icall_fptr
__guard_check_icall_fptr:
    .quad __guard_check_icall_nop
    .globl __guard_dispatch_icall_fptr
__guard_dispatch_icall_fptr:
    .quad __guard_dispatch_icall_nop

# IMAGE_LOAD_CONFIG_DIRECTORY64; the linker points the image's load configuration here by this name.
# It matters for SecurityCookie (see cookie.c), for /DEPENDENTLOADFLAG, and, in a project that sets
# ControlFlowGuard=Guard, for the guard tables, which the linker makes (all zero without /guard:cf).
# https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-image_load_config_directory64
    .section .rdata, "dr"
    .balign 8
    .globl _load_config_used
_load_config_used:
    .long 1f - _load_config_used            # 0x000 Size
    .zero 0x58 - 4
    .quad __security_cookie                 # 0x058 SecurityCookie
    .quad 0, 0                              # 0x060 SEHandlerTable, SEHandlerCount (x86 only)
    .quad __guard_check_icall_fptr          # 0x070 GuardCFCheckFunctionPointer
    .quad __guard_dispatch_icall_fptr       # 0x078 GuardCFDispatchFunctionPointer
    .quad __guard_fids_table                # 0x080 GuardCFFunctionTable
    .quad __guard_fids_count                # 0x088 GuardCFFunctionCount
    .long __guard_flags                     # 0x090 GuardFlags
    .zero 12                                # 0x094 CodeIntegrity
    .quad __guard_iat_table                 # 0x0A0 GuardAddressTakenIatEntryTable
    .quad __guard_iat_count                 # 0x0A8 GuardAddressTakenIatEntryCount
    .quad __guard_longjmp_table             # 0x0B0 GuardLongJumpTargetTable
    .quad __guard_longjmp_count             # 0x0B8 GuardLongJumpTargetCount
    .zero 0x108 - 0xC0
    .quad __guard_eh_cont_table             # 0x108 GuardEHContinuationTable
    .quad __guard_eh_cont_count             # 0x110 GuardEHContinuationCount
1:
