using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>ntdll.dll as this program uses it (winternl.h, https://learn.microsoft.com/windows/win32/api/winternl/).</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NtDll
{
    // ntstatus.h
    public const int StatusInvalidInfoClass = unchecked((int)0xC0000003);
    public const int StatusInfoLengthMismatch = unchecked((int)0xC0000004);

    /// <summary>SYSTEM_INFORMATION_CLASS SystemProcessInformation: all processes, with their names.</summary>
    public const int SystemProcessInformation = 5;

    /// <summary>
    /// PROCESSINFOCLASS ProcessCommandLineInformation, from Windows 8.1: a UNICODE_STRING, then its text. It needs
    /// PROCESS_QUERY_LIMITED_INFORMATION alone. winternl.h does not name it; WMI's Win32_Process.CommandLine is the
    /// documented source, and would wake WMI.
    /// </summary>
    public const int ProcessCommandLineInformation = 60;

    /// <summary>PROCESSINFOCLASS ProcessBasicInformation.</summary>
    public const int ProcessBasicInformation = 0;

    /// <summary>Offset of PEB.ProcessParameters on x64 (winternl.h).</summary>
    public const int ProcessParametersOffset = 0x20;

    /// <summary>Offset of RTL_USER_PROCESS_PARAMETERS.CommandLine, a UNICODE_STRING, on x64 (winternl.h).</summary>
    public const int CommandLineOffset = 0x70;

    [LibraryImport("ntdll.dll")]
    public static partial int NtQuerySystemInformation(int informationClass, void* information, uint length, uint* returned);

    [LibraryImport("ntdll.dll")]
    public static partial int NtQueryInformationProcess(
        SafeProcessHandle process, int informationClass, void* information, uint length, uint* returned);

    /// <summary>UNICODE_STRING, 16 bytes on x64. Its length is in bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public char* Buffer;
    }

    /// <summary>The beginning of SYSTEM_PROCESS_INFORMATION, 88 bytes on x64; rows are of different lengths.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SystemProcess
    {
        public uint NextEntryOffset;
        public uint NumberOfThreads;
        public fixed byte Reserved[48];
        public UnicodeString ImageName;
        public int BasePriority;
        public nint UniqueProcessId;
    }

    /// <summary>PROCESS_BASIC_INFORMATION, 48 bytes on x64.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ProcessBasic
    {
        public nint ExitStatus;
        public byte* Peb;
        public nint AffinityMask;
        public nint BasePriority;
        public nint UniqueProcessId;
        public nint ParentProcessId;
    }
}
