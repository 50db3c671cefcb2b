# int RegistersChanged(void): calls __security_check_cookie with a good cookie, as compiled code does
# at the end of a function. Returns whether a register changed that may hold a result or that the
# caller relies on because it knows the callee.

    .intel_syntax noprefix
    .text
    .set Value, 0x1234567

    .macro COMPARE register
    cmp \register, Value
    setne cl
    or bl, cl
    .endm

    .globl RegistersChanged
    .seh_proc RegistersChanged
RegistersChanged:
    push rbx
    .seh_pushreg rbx
    sub rsp, 32
    .seh_stackalloc 32
    .seh_endprologue
    xor ebx, ebx
    .irp register, rax, rdx, r8, r9, r10, r11
    mov \register, Value
    .endr
    .irp register, xmm0, xmm1, xmm2, xmm3, xmm4, xmm5
    movq \register, rax
    .endr

    mov rcx, qword ptr [rip + __security_cookie]
    call __security_check_cookie

    .irp register, rax, rdx, r8, r9, r10, r11
    COMPARE \register
    .endr
    .irp register, xmm0, xmm1, xmm2, xmm3, xmm4, xmm5
    movq rax, \register
    COMPARE rax
    .endr
    movzx eax, bl
    add rsp, 32
    pop rbx
    ret
    .seh_endproc

# __security_check_cookie under another name: clang 19 crashes on a C call that passes it
# __security_cookie itself.
    .globl CheckCookie
CheckCookie:
    jmp __security_check_cookie
