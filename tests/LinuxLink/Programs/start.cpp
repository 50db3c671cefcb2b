// start.exe [ARG...]: prints the order of initialisation and the received arguments.

#include <stddef.h>
#include <stdint.h>

extern "C" {
__declspec(dllimport) void *CreateThread(
    void *attributes, size_t stackSize, uint32_t (*start)(void *), void *parameter, uint32_t flags, uint32_t *id);
__declspec(dllimport) uint32_t WaitForSingleObject(void *handle, uint32_t milliseconds);
int atexit(void (*function)(void));
int puts(const char *line);
int printf(const char *format, ...);
}

#pragma section(".CRT$XIU", long, read)
static int CInitializer() { puts("C initializer"); return 0; }
extern "C" __declspec(allocate(".CRT$XIU")) int (*const CInitializerEntry)() = CInitializer;

struct Global {
    Global() { puts("C++ constructor"); }
    ~Global() { puts("C++ destructor"); }
};
static Global global;

struct PerThread {
    PerThread() : value(7) { puts("thread_local constructor"); }
    int value;
};
static thread_local PerThread perThread;
static thread_local int plain = 5; // no constructor: the loader copies it

static uint32_t Thread(void *)
{
    puts("thread starts");
    printf("thread has %d %d\n", perThread.value, plain);
    perThread.value = 8;
    plain = 6;
    return 0;
}

extern "C" int wmain(int argc, wchar_t **argv, wchar_t **environment)
{
    puts("main");
    for (int i = 1; i < argc; i++) {
        // UTF-16 units in hex, independent of the console's code page.
        for (const wchar_t *unit = argv[i]; *unit != 0; unit++) {
            printf("%04X ", *unit);
        }
        puts(argv[i + 1] == nullptr ? "end of argv" : "");
    }
    if (environment == nullptr || environment[0] == nullptr) {
        puts("no environment");
    }

    perThread.value = 1;
    plain = 2;
    for (int i = 0; i < 2; i++) {
        WaitForSingleObject(CreateThread(nullptr, 0, Thread, nullptr, 0, nullptr), 0xFFFFFFFF);
    }
    printf("main still has %d %d\n", perThread.value, plain);

    atexit([] { puts("atexit first"); });
    atexit([] { puts("atexit second"); });
    return (int)0xFEDCBA98;
}
