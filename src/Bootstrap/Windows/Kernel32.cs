using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

// Only System32: a DLL next to the exe or in the current folder must not replace a system DLL.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace Bootstrap.Windows;

/// <summary>
/// Raw calls into kernel32.dll. Other classes wrap them; the error codes and their text are in
/// <see cref="Win32Error"/>.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class Kernel32
{
    // libloaderapi.h
    [Native("LOAD_LIBRARY_SEARCH_SYSTEM32")] public const uint LoadLibrarySearchSystem32 = 0x00000800;

    // processthreadsapi.h, winbase.h
    [Native("EXTENDED_STARTUPINFO_PRESENT")] public const uint ExtendedStartupInfoPresent = 0x00080000;
    [Native("STARTF_USESTDHANDLES")] public const int StartfUseStdHandles = 0x00000100;
    public const nint ProcThreadAttributeHandleList = 0x00020002;
    public const nint ProcThreadAttributeJobList = 0x0002000D;
    public const uint HandleFlagInherit = 1;
    public const uint Infinite = 0xFFFFFFFF;
    public const uint WaitTimeout = 258;

    /// <summary>
    /// PROCESS_CREATE_THREAD, _VM_OPERATION, _VM_READ, _VM_WRITE and _QUERY_INFORMATION for CreateRemoteThread, and
    /// SYNCHRONIZE to wait for the end of the process.
    /// </summary>
    [Native(
        "PROCESS_CREATE_THREAD | PROCESS_VM_OPERATION | PROCESS_VM_READ | PROCESS_VM_WRITE "
        + "| PROCESS_QUERY_INFORMATION | SYNCHRONIZE"
    )]
    public const uint ProcessCreateRemoteThread = 0x0002 | 0x0008 | 0x0010 | 0x0020 | 0x0400 | 0x00100000;

    /// <summary>
    /// SYNCHRONIZE, PROCESS_QUERY_INFORMATION and _QUERY_LIMITED_INFORMATION, to wait for a process and query its job
    /// and its name. On Windows the limited right is enough; Wine's IsProcessInJob requires the other.
    /// </summary>
    [Native("SYNCHRONIZE | PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION")]
    public const uint ProcessWaitAndName = 0x00100000 | 0x0400 | 0x1000;

    /// <summary>Enough to read a process's times; also granted for protected processes.</summary>
    [Native("PROCESS_QUERY_LIMITED_INFORMATION")] public const uint ProcessQueryLimitedInformation = 0x1000;

    /// <summary>THREAD_TERMINATE: CancelSynchronousIo requires it.</summary>
    public const uint ThreadTerminate = 0x0001;

    // winnt.h: JOBOBJECTINFOCLASS and limit flags
    [Native("JobObjectBasicProcessIdList")] public const int JobObjectBasicProcessIdList = 3;
    [Native("JobObjectExtendedLimitInformation")] public const int JobObjectExtendedLimitInformation = 9;
    public const uint JobObjectLimitBreakawayOk = 0x00000800;
    public const uint JobObjectLimitKillOnJobClose = 0x00002000;

    [LibraryImport("kernel32.dll")]
    public static partial nint GetCommandLineW();

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-setenvironmentvariablew
    /// </summary>
    [LibraryImport("kernel32.dll")]
    public static unsafe partial int SetEnvironmentVariableW(char* name, char* value);

    [LibraryImport("kernel32.dll")]
    public static partial uint GetCurrentThreadId();

    [LibraryImport("kernel32.dll")]
    public static unsafe partial nint CreateThread(
        void* attributes, nuint stackSize, delegate* unmanaged[Stdcall]<nint, uint> start, nint parameter, uint flags,
        uint* threadId
    );

    [LibraryImport("kernel32.dll")]
    public static partial nint OpenThread(
        uint access, [MarshalAs(UnmanagedType.Bool)] bool inheritHandle, uint threadId
    );

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CancelSynchronousIo(nint thread);

    [LibraryImport("kernel32.dll", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    public static partial nint LoadLibraryExW(string fileName, nint file, uint flags);

    [LibraryImport("kernel32.dll")]
    public static partial nint GetStdHandle(int handle);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetStdHandle(int handle, nint value);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetConsoleMode(nint console, out uint mode);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetConsoleMode(nint console, uint mode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetHandleInformation(nint handle, uint mask, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    public static partial SafeFileHandle CreateJobObjectW(nint attributes, nint name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool SetInformationJobObject(
        SafeFileHandle job, int informationClass, void* information, uint length
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool QueryInformationJobObject(
        SafeFileHandle job, int informationClass, void* information, uint length, uint* returned
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool TerminateJobObject(SafeFileHandle job, uint exitCode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool IsProcessInJob(
        SafeProcessHandle process, SafeFileHandle job, [MarshalAs(UnmanagedType.Bool)] out bool isInJob
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    public static partial SafeProcessHandle OpenProcess(
        uint access, [MarshalAs(UnmanagedType.Bool)] bool inheritHandle, uint processId
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool ReadProcessMemory(
        SafeProcessHandle process, void* address, void* buffer, nuint size, nuint* read
    );

    /// <summary>Times in 100 ns, each as a FILETIME, which has the layout of a 64-bit number on x64.</summary>
    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool GetProcessTimes(
        SafeProcessHandle process, long* created, long* ended, long* inKernel, long* inProgram
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool IsWow64Process(
        SafeProcessHandle process, [MarshalAs(UnmanagedType.Bool)] out bool isWow64
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    public static partial SafeFileHandle CreateRemoteThread(
        SafeProcessHandle process, nint attributes, nuint stackSize, nint start, nint parameter, uint flags,
        out uint threadId
    );

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetProcessShutdownParameters(uint level, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool TerminateProcess(nint process, uint exitCode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool QueryFullProcessImageNameW(
        SafeProcessHandle process, uint flags, char* name, uint* size
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool InitializeProcThreadAttributeList(void* list, int count, uint flags, nuint* size);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool UpdateProcThreadAttribute(
        void* list, uint flags, nint attribute, void* value, nuint size, void* previous, nuint* returned
    );

    [LibraryImport("kernel32.dll")]
    public static unsafe partial void DeleteProcThreadAttributeList(void* list);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool CreateProcessW(
        string applicationName,
        char* commandLine,
        nint processAttributes,
        nint threadAttributes,
        [MarshalAs(UnmanagedType.Bool)] bool inheritHandles,
        uint creationFlags,
        nint environment,
        nint currentDirectory,
        StartupInfoEx* startupInfo,
        ProcessInformation* processInformation);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    public static unsafe partial uint WaitForMultipleObjects(
        uint count, nint* handles, [MarshalAs(UnmanagedType.Bool)] bool waitAll, uint milliseconds
    );

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetExitCodeProcess(SafeProcessHandle process, out uint exitCode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CloseHandle(nint handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool SetConsoleCtrlHandler(
        delegate* unmanaged[Stdcall]<uint, int> handler, [MarshalAs(UnmanagedType.Bool)] bool add
    );

    /// <summary>Input of CreateProcess.</summary>
    [Native("STARTUPINFOEXW")]
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct StartupInfoEx
    {
        [Native("StartupInfo.cb")] public int Size;
        [Native("StartupInfo.lpReserved")] public char* Reserved;
        [Native("StartupInfo.lpDesktop")] public char* Desktop;
        [Native("StartupInfo.lpTitle")] public char* Title;
        [Native("StartupInfo.dwX")] public int X;
        [Native("StartupInfo.dwY")] public int Y;
        [Native("StartupInfo.dwXSize")] public int XSize;
        [Native("StartupInfo.dwYSize")] public int YSize;
        [Native("StartupInfo.dwXCountChars")] public int XCountChars;
        [Native("StartupInfo.dwYCountChars")] public int YCountChars;
        [Native("StartupInfo.dwFillAttribute")] public int FillAttribute;
        [Native("StartupInfo.dwFlags")] public int Flags;
        [Native("StartupInfo.wShowWindow")] public short ShowWindow;
        [Native("StartupInfo.cbReserved2")] public short Reserved2Size;
        [Native("StartupInfo.lpReserved2")] public byte* Reserved2;
        [Native("StartupInfo.hStdInput")] public nint StandardInput;
        [Native("StartupInfo.hStdOutput")] public nint StandardOutput;
        [Native("StartupInfo.hStdError")] public nint StandardError;
        [Native("lpAttributeList")] public void* AttributeList;
    }

    /// <summary>Output of CreateProcess.</summary>
    [Native("PROCESS_INFORMATION")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct ProcessInformation
    {
        [Native("hProcess")] public nint Process;
        [Native("hThread")] public nint Thread;
        [Native("dwProcessId")] public int ProcessId;
        [Native("dwThreadId")] public int ThreadId;
    }

    /// <summary>The limits of a job.</summary>
    [Native("JOBOBJECT_EXTENDED_LIMIT_INFORMATION")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct JobObjectExtendedLimits
    {
        [Native("BasicLimitInformation.PerProcessUserTimeLimit")] public long PerProcessUserTimeLimit;
        [Native("BasicLimitInformation.PerJobUserTimeLimit")] public long PerJobUserTimeLimit;
        [Native("BasicLimitInformation.LimitFlags")] public uint LimitFlags;
        [Native("BasicLimitInformation.MinimumWorkingSetSize")] public nuint MinimumWorkingSetSize;
        [Native("BasicLimitInformation.MaximumWorkingSetSize")] public nuint MaximumWorkingSetSize;
        [Native("BasicLimitInformation.ActiveProcessLimit")] public uint ActiveProcessLimit;
        [Native("BasicLimitInformation.Affinity")] public nuint Affinity;
        [Native("BasicLimitInformation.PriorityClass")] public uint PriorityClass;
        [Native("BasicLimitInformation.SchedulingClass")] public uint SchedulingClass;
        [Native("IoInfo.ReadOperationCount")] public ulong ReadOperationCount;
        [Native("IoInfo.WriteOperationCount")] public ulong WriteOperationCount;
        [Native("IoInfo.OtherOperationCount")] public ulong OtherOperationCount;
        [Native("IoInfo.ReadTransferCount")] public ulong ReadTransferCount;
        [Native("IoInfo.WriteTransferCount")] public ulong WriteTransferCount;
        [Native("IoInfo.OtherTransferCount")] public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
