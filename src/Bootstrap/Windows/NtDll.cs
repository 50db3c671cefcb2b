using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>ntdll.dll as this program uses it (winternl.h, https://learn.microsoft.com/windows/win32/api/winternl/).</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NtDll
{
    [Native(null, Reason = "in ntstatus.h, which cannot be included beside windows.h")]
    public const int StatusInvalidInfoClass = unchecked((int)0xC0000003);

    [Native(null, Reason = "in ntstatus.h, which cannot be included beside windows.h")]
    public const int StatusInfoLengthMismatch = unchecked((int)0xC0000004);

    /// <summary>All processes, with their names.</summary>
    [Native("SystemProcessInformation")] public const int SystemProcessInformation = 5;

    [Native("ProcessBasicInformation")] public const int ProcessBasicInformation = 0;

    /// <summary>
    /// From Windows 8.1: a UNICODE_STRING, then its text. It needs PROCESS_QUERY_LIMITED_INFORMATION alone. The documented
    /// source, WMI's Win32_Process.CommandLine, would wake WMI.
    /// </summary>
    [Native(null, Reason = "not in winternl.h")]
    public const int ProcessCommandLineInformation = 60;

    // Rows of SystemProcessInformation begin with the offset of the next row.
    [Native("offsetof(SYSTEM_PROCESS_INFORMATION, ImageName)")] public const int ImageNameOffset = 56;
    [Native("offsetof(SYSTEM_PROCESS_INFORMATION, UniqueProcessId)")] public const int ProcessIdOffset = 80;

    [Native("sizeof(PROCESS_BASIC_INFORMATION)")] public const int BasicInformationSize = 48;
    [Native("offsetof(PROCESS_BASIC_INFORMATION, PebBaseAddress)")] public const int PebOffset = 8;
    [Native("offsetof(PEB, ProcessParameters)")] public const int ParametersOffset = 32;
    [Native("offsetof(RTL_USER_PROCESS_PARAMETERS, CommandLine)")] public const int CommandLineOffset = 112;

    [LibraryImport("ntdll.dll")]
    public static partial int NtQuerySystemInformation(
        int informationClass, void* information, uint length, uint* returned);

    [LibraryImport("ntdll.dll")]
    public static partial int NtQueryInformationProcess(
        SafeProcessHandle process, int informationClass, void* information, uint length, uint* returned);

    /// <summary>16 bytes on x64. Its length is in bytes.</summary>
    [Native("UNICODE_STRING")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public char* Buffer;
    }
}
