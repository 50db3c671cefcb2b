using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>
/// Calls into ntdll.dll (winternl.h, https://learn.microsoft.com/windows/win32/api/winternl/).
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NtDll
{
    // ntstatus.h
    public const int StatusInvalidInfoClass = unchecked((int)0xC0000003);
    public const int StatusInfoLengthMismatch = unchecked((int)0xC0000004);

    /// <summary>SYSTEM_INFORMATION_CLASS SystemProcessInformation: all processes, with their names.</summary>
    [Native("SystemProcessInformation")] public const int SystemProcessInformation = 5;

    /// <summary>
    /// PROCESSINFOCLASS ProcessCommandLineInformation, since Windows 8.1: a UNICODE_STRING, then its text. It requires
    /// only PROCESS_QUERY_LIMITED_INFORMATION. winternl.h does not declare it. The documented alternative,
    /// Win32_Process.CommandLine, would start WMI.
    /// </summary>
    [Native(null, Reason = "not in the SDK's winternl.h")] public const int ProcessCommandLineInformation = 60;

    /// <summary>PROCESSINFOCLASS ProcessBasicInformation.</summary>
    [Native("ProcessBasicInformation")] public const int ProcessBasicInformation = 0;

    /// <summary>Offset of PEB.ProcessParameters on x64 (winternl.h).</summary>
    [Native("offsetof(PEB, ProcessParameters)")] public const int ProcessParametersOffset = 0x20;

    /// <summary>Offset of RTL_USER_PROCESS_PARAMETERS.CommandLine, a UNICODE_STRING, on x64 (winternl.h).</summary>
    [Native("offsetof(RTL_USER_PROCESS_PARAMETERS, CommandLine)")] public const int CommandLineOffset = 0x70;

    [LibraryImport("ntdll.dll")]
    public static partial int NtQuerySystemInformation(
        int informationClass, void* information, uint length, uint* returned
    );

    [LibraryImport("ntdll.dll")]
    public static partial int NtQueryInformationProcess(
        SafeProcessHandle process, int informationClass, void* information, uint length, uint* returned);

    /// <summary>UNICODE_STRING, 16 bytes on x64. Its length is in bytes.</summary>
    [Native("UNICODE_STRING")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public char* Buffer;
    }

    /// <summary>The beginning of SYSTEM_PROCESS_INFORMATION, 88 bytes on x64; rows are of different lengths.</summary>
    [Native("SYSTEM_PROCESS_INFORMATION", IsBeginning = true)]
    [StructLayout(LayoutKind.Sequential)]
    internal struct SystemProcess
    {
        public uint NextEntryOffset;
        public uint NumberOfThreads;
        [Native("Reserved1")] public fixed byte Reserved[48];
        public UnicodeString ImageName;
        public int BasePriority;
        public nint UniqueProcessId;
    }

    /// <summary>PROCESS_BASIC_INFORMATION, 48 bytes on x64.</summary>
    [Native("PROCESS_BASIC_INFORMATION")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct ProcessBasic
    {
        [Native("Reserved1")] public nint ExitStatus;
        [Native("PebBaseAddress")] public byte* Peb;
        [Native("Reserved2[0]")] public nint AffinityMask;
        [Native("Reserved2[1]")] public nint BasePriority;
        public nint UniqueProcessId;
        [Native("Reserved3")] public nint ParentProcessId;
    }
}
