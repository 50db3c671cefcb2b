/*
 * probe-handle.exe NUMBER
 *
 * Prints what a handle number refers to in this process: the final path of the open file, or "none". With "std" instead
 * of a number, prints for each standard handle whether it exists and its file type.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static void print_standard(const char *name, DWORD which)
{
    HANDLE handle = GetStdHandle(which);
    DWORD flags;
    if (handle == NULL || handle == INVALID_HANDLE_VALUE || !GetHandleInformation(handle, &flags)) {
        fprintf(stderr, "%s none\n", name);
    } else {
        fprintf(stderr, "%s type %lu\n", name, GetFileType(handle));
    }
}

int wmain(int argc, wchar_t **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: probe-handle.exe NUMBER|std\n");
        return 2;
    }
    if (wcscmp(argv[1], L"std") == 0) {
        print_standard("stdin", STD_INPUT_HANDLE);
        print_standard("stdout", STD_OUTPUT_HANDLE);
        print_standard("stderr", STD_ERROR_HANDLE);
        return 0;
    }
    wchar_t path[1024];
    HANDLE handle = (HANDLE)(ULONG_PTR)wcstoul(argv[1], NULL, 10);
    DWORD length = GetFinalPathNameByHandleW(handle, path, 1024, 0);
    if (length > 0 && length < 1024) {
        printf("%ls\n", path);
    } else {
        printf("none\n");
    }
    return 0;
}
