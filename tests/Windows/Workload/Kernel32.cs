using System.Globalization;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace Bootstrap.WindowsWorkload;

/// <summary>
/// kernel32.dll, declared separately so that the tests do not share a wrong declaration with the product.
/// </summary>
internal static unsafe partial class Kernel32
{
    private const uint CreateNewConsole = 0x00000010;
    private const int StartfUseStdHandles = 0x00000100;
    private const uint Infinite = 0xFFFFFFFF;

    /// <summary>PROCESS_CREATE_THREAD, _VM_OPERATION, _VM_READ, _VM_WRITE and _QUERY_INFORMATION.</summary>
    private const uint CreateThreadAccess = 0x0002 | 0x0008 | 0x0010 | 0x0020 | 0x0400;

    /// <summary>GENERIC_READ and GENERIC_WRITE.</summary>
    private const uint ReadAndWrite = 0xC0000000;

    /// <summary>FILE_SHARE_READ and FILE_SHARE_WRITE.</summary>
    private const uint ShareReadAndWrite = 0x3;

    private const uint OpenExisting = 3;
    private const uint EnableVirtualTerminalProcessing = 0x0004;

    /// <summary>
    /// Starts a command line in a new console, with our standard handles, and waits for it. The arguments are joined by
    /// spaces without quoting.
    /// </summary>
    public static uint RunInNewConsole(string commandLine) => Run(commandLine, CreateNewConsole, GetStdHandle(-11));

    /// <summary>
    /// Starts a command line with our console as its stdout, even if our stdout is redirected, and waits for it. Escape
    /// sequences are disabled first, so that the program has to enable them and restore the mode.
    /// </summary>
    public static uint RunInOurConsole(string commandLine, out uint before, out uint after, out bool isColoured)
    {
        before = after = 0;
        isColoured = false;
        var inheritable = new SecurityAttributes { Size = sizeof(SecurityAttributes), InheritHandle = 1 };
        nint console;
        fixed (char* name = "CONOUT$")
        {
            console = CreateFileW(name, ReadAndWrite, ShareReadAndWrite, &inheritable, OpenExisting, 0, 0);
        }

        uint mode;
        if (
            console == -1
            || GetConsoleMode(console, &mode) == 0
            || SetConsoleMode(console, mode & ~EnableVirtualTerminalProcessing) == 0
            || GetConsoleMode(console, &mode) == 0
        )
        {
            return Failed("the console");
        }

        before = mode;
        ScreenBuffer screen;
        if (GetConsoleScreenBufferInfo(console, &screen) == 0)
        {
            return Failed("GetConsoleScreenBufferInfo");
        }

        var code = Run(commandLine, flags: 0, console);
        if (GetConsoleMode(console, &mode) == 0)
        {
            return Failed("GetConsoleMode");
        }

        after = mode;

        // More lines from the top than any program here writes.
        var attributes = new ushort[screen.Width * Math.Min(screen.Height, (short)200)];
        uint read;
        fixed (ushort* cells = attributes)
        {
            if (ReadConsoleOutputAttribute(console, cells, (uint)attributes.Length, 0, &read) == 0)
            {
                return Failed("ReadConsoleOutputAttribute");
            }
        }

        isColoured = attributes.AsSpan(0, (int)read).ContainsAnyExcept(screen.Attributes);
        return code;
    }

    /// <summary>Starts a command line outside our job; 0, or the Win32 error (CREATE_BREAKAWAY_FROM_JOB).</summary>
    public static int BreakAway(string commandLine)
    {
        const uint breakawayFromJob = 0x01000000;
        return (int)Run(commandLine, breakawayFromJob, GetStdHandle(-11));
    }

    /// <summary>Starts a command line with this stdin: <c>missing</c>, <c>null</c> (NUL) or <c>console</c>.</summary>
    public static uint RunWithInput(string input, string commandLine)
    {
        var inheritable = new SecurityAttributes { Size = sizeof(SecurityAttributes), InheritHandle = 1 };
        nint handle = 0;
        fixed (char* name = input == "console" ? "CONIN$" : "NUL")
        {
            handle =
                input == "missing"
                    ? 0
                    : CreateFileW(name, ReadAndWrite, ShareReadAndWrite, &inheritable, OpenExisting, 0, 0);
        }

        return Run(commandLine, flags: 0, GetStdHandle(-11), handle);
    }

    /// <summary>The kind of each standard handle: 0 none, 1 file, 2 console or NUL, 3 pipe (GetFileType).</summary>
    public static string StandardHandleKinds() => string.Create(CultureInfo.InvariantCulture,
        $"{GetFileType(GetStdHandle(-10))} {GetFileType(GetStdHandle(-11))} {GetFileType(GetStdHandle(-12))}");

    private static uint Run(string commandLine, uint flags, nint output, nint? input = null)
    {
        var startup = new StartupInfo
        {
            Size = sizeof(StartupInfo),
            Flags = StartfUseStdHandles,
            StandardInput = input ?? GetStdHandle(-10),
            StandardOutput = output,
            StandardError = GetStdHandle(-12),
        };
        ProcessInformation process;
        fixed (char* line = (commandLine + '\0').ToCharArray())
        {
            if (CreateProcessW(0, line, 0, 0, 1, flags, 0, 0, &startup, &process) == 0)
            {
                return Failed("CreateProcess");
            }
        }

        _ = WaitForSingleObject(process.Process, Infinite);
        uint code;
        return GetExitCodeProcess(process.Process, &code) != 0 ? code : Failed("GetExitCodeProcess");
    }

    /// <summary>
    /// Creates a remote thread at kernel32!CtrlRoutine with the event as its argument. hcsshim stops a container's
    /// first process this way.
    /// </summary>
    public static int Send(uint consoleEvent, uint processId)
    {
        var process = OpenProcess(CreateThreadAccess, 0, processId);
        if (process == 0)
        {
            return (int)Failed("OpenProcess");
        }

        var routine = NativeLibrary.GetExport(NativeLibrary.Load("kernel32.dll"), "CtrlRoutine");
        uint thread;
        return CreateRemoteThread(process, 0, 0, routine, (nint)consoleEvent, 0, &thread) != 0
            ? 0
            : (int)Failed("CreateRemoteThread");
    }

    private static uint Failed(string call)
    {
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"windows-workload: {call}: Win32 error {Marshal.GetLastPInvokeError()}"
            )
        );
        return 1;
    }

    [LibraryImport("kernel32.dll")]
    public static partial void ExitProcess(uint code);

    [LibraryImport("kernel32.dll")]
    public static partial nint GetCommandLineW();

    [LibraryImport("kernel32.dll", SetLastError = true)]
    public static partial int SetConsoleCtrlHandler(delegate* unmanaged[Stdcall]<uint, int> handler, int add);

    [LibraryImport("kernel32.dll")]
    private static partial nint GetStdHandle(int handle);

    [LibraryImport("kernel32.dll")]
    private static partial uint GetFileType(nint handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial nint CreateFileW(
        char* name, uint access, uint share, SecurityAttributes* security, uint disposition, uint flags, nint template
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetConsoleMode(nint console, uint* mode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int SetConsoleMode(nint console, uint mode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetConsoleScreenBufferInfo(nint console, ScreenBuffer* information);

    /// <summary>A COORD is passed as 32 bits; 0 is the upper left corner.</summary>
    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int ReadConsoleOutputAttribute(
        nint console, ushort* attributes, uint length, uint from, uint* read
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int CreateProcessW(
        nint program, char* commandLine, nint processAttributes, nint threadAttributes, int inheritHandles, uint flags,
        nint environment, nint folder, StartupInfo* startup, ProcessInformation* process
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial uint WaitForSingleObject(nint handle, uint milliseconds);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetExitCodeProcess(nint process, uint* code);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial nint OpenProcess(uint access, int inheritHandle, uint processId);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial nint CreateRemoteThread(
        nint process, nint attributes, nuint stackSize, nint start, nint parameter, uint flags, uint* threadId
    );

    /// <summary>SECURITY_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public int Size;
        public nint Descriptor;
        public int InheritHandle;
    }

    /// <summary>CONSOLE_SCREEN_BUFFER_INFO, 22 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 22)]
    private struct ScreenBuffer
    {
        [FieldOffset(0)] public short Width;
        [FieldOffset(2)] public short Height;
        [FieldOffset(8)] public ushort Attributes;
    }

    /// <summary>STARTUPINFOW.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct StartupInfo
    {
        public int Size;
        public nint Reserved;
        public nint Desktop;
        public nint Title;
        public int X;
        public int Y;
        public int XSize;
        public int YSize;
        public int XCountChars;
        public int YCountChars;
        public int FillAttribute;
        public int Flags;
        public short ShowWindow;
        public short Reserved2Size;
        public nint Reserved2;
        public nint StandardInput;
        public nint StandardOutput;
        public nint StandardError;
    }

    /// <summary>PROCESS_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessInformation
    {
        public nint Process;
        public nint Thread;
        public int ProcessId;
        public int ThreadId;
    }
}
