# Functions with a stack cookie, with the prologues and handler data of Microsoft's compiler for all
# three shapes. clang does not emit __GSHandlerCheck itself.
# Each is void Shape(void (*body)(uint64_t *cookie)) and passes the cookie's address to its body.

    .intel_syntax noprefix
    .text

    .set EHandlerAndUHandler, 3
    .set HasAlignment, 4

# Plain: cookie mixed with rsp, at an offset from rsp.
    .globl Plain
    .seh_proc Plain
    .seh_handler __GSHandlerCheck, @except, @unwind
Plain:
    sub rsp, 72
    .seh_stackalloc 72
    .seh_endprologue
    mov rax, qword ptr [rip + __security_cookie]
    xor rax, rsp
    mov qword ptr [rsp + 48], rax
    mov rax, rcx
    lea rcx, [rsp + 48]
    call rax
    mov rcx, qword ptr [rsp + 48]
    xor rcx, rsp
    call __security_check_cookie
    add rsp, 72
    ret
    .seh_handlerdata
    .long 48 + EHandlerAndUHandler
    .text
    .seh_endproc

# With a frame pointer: cookie mixed with rbp, at an offset from rsp after the prologue. rsp
# changes afterwards, as for an alloca.
    .globl FramePointer
    .seh_proc FramePointer
    .seh_handler __GSHandlerCheck, @except, @unwind
FramePointer:
    push rbp
    .seh_pushreg rbp
    sub rsp, 80
    .seh_stackalloc 80
    lea rbp, [rsp + 48]
    .seh_setframe rbp, 48
    .seh_endprologue
    mov rax, qword ptr [rip + __security_cookie]
    xor rax, rbp
    mov qword ptr [rbp + 16], rax
    sub rsp, 64
    mov rax, rcx
    lea rcx, [rbp + 16]
    call rax
    mov rcx, qword ptr [rbp + 16]
    xor rcx, rbp
    call __security_check_cookie
    lea rsp, [rbp + 32]
    pop rbp
    ret
    .seh_handlerdata
    .long 64 + EHandlerAndUHandler
    .text
    .seh_endproc

# With locals aligned to 64 bytes: cookie mixed with rsp, at an offset from rsp + 96 rounded down.
    .globl Aligned
    .seh_proc Aligned
    .seh_handler __GSHandlerCheck, @except, @unwind
Aligned:
    push rbp
    .seh_pushreg rbp
    sub rsp, 240
    .seh_stackalloc 240
    .seh_endprologue
    lea rbp, [rsp + 96]
    and rbp, -64
    mov rax, qword ptr [rip + __security_cookie]
    xor rax, rsp
    mov qword ptr [rbp + 120], rax
    mov rax, rcx
    lea rcx, [rbp + 120]
    call rax
    mov rcx, qword ptr [rbp + 120]
    xor rcx, rsp
    call __security_check_cookie
    add rsp, 240
    pop rbp
    ret
    .seh_handlerdata
    .long 120 + HasAlignment + EHandlerAndUHandler
    .long 96
    .long 64
    .text
    .seh_endproc
