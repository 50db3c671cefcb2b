// Calls eng/late-dlls/late_dlls.c as the runtime does, and prints which DLLs are loaded.

__declspec(dllimport) int puts(const char *line);
__declspec(dllimport) void *GetModuleHandleA(const char *name);

long BCryptGenRandom(void *algorithm, unsigned char *buffer, unsigned long length, unsigned long flags);
int OpenProcessToken(void *process, unsigned long access, void **token);
int GetTokenInformation(void *token, int kind, void *information, unsigned long length, unsigned long *needed);

static void say(const char *dll, const char *is_loaded, const char *is_not)
{
    puts(GetModuleHandleA(dll) != 0 ? is_loaded : is_not);
}

int wmain(void)
{
    enum { UsePreferred = 2, Length = 20 };
    unsigned char numbers[2][Length] = {{0}};
    long status = BCryptGenRandom(0, numbers[0], Length, UsePreferred) | BCryptGenRandom(0, numbers[1], Length, UsePreferred);
    int same = 0;
    int zeros = 0;
    for (int i = 0; i < Length; i++) {
        same += numbers[0][i] == numbers[1][i];
        zeros += numbers[0][i] == 0;
    }
    puts(status == 0 && same < Length / 2 && zeros < Length / 2 ? "random" : "not random");
    say("bcrypt.dll", "bcrypt", "no bcrypt");
    say("advapi32.dll", "advapi32", "no advapi32");

    // The pseudo handle of this process is -1; TOKEN_QUERY is 8, TokenElevation 20.
    void *token = 0;
    unsigned elevation = 0;
    unsigned long needed = 0;
    int done = OpenProcessToken((void *)-1ll, 8, &token)
        && GetTokenInformation(token, 20, &elevation, sizeof elevation, &needed);
    puts(done && needed == sizeof elevation ? "token" : "no token");
    say("advapi32.dll", "advapi32", "no advapi32");
    return 0;
}
