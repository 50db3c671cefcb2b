// exports.exe DLL FUNCTION...: prints each function that the DLL does not export.

#include <stddef.h>

__declspec(dllimport) void *LoadLibraryW(const wchar_t *name);
__declspec(dllimport) void *GetProcAddress(void *module, const char *name);
int printf(const char *format, ...);

int wmain(int argc, wchar_t **argv)
{
    void *module = argc > 1 ? LoadLibraryW(argv[1]) : NULL;
    if (module == NULL) {
        return 1;
    }
    for (int i = 2; i < argc; i++) {
        char name[64] = { 0 };
        for (int j = 0; j < 63 && argv[i][j] != 0; j++) {
            name[j] = (char)argv[i][j];
        }
        if (GetProcAddress(module, name) == NULL) {
            printf("%s\n", name);
        }
    }
    return 42;
}
