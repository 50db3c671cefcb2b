using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>Another process of this container.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Started">Its start time (a FILETIME, in units of 100 ns); 0 if it cannot be read.</param>
/// <param name="CommandLine">Its command line, verbatim; null if it cannot be read. It may contain secrets.</param>
/// <param name="Failure">Why the command line cannot be read, with the native code, or null.</param>
[SupportedOSPlatform("windows")]
internal sealed unsafe record OtherProcess(uint Id, long Started, string? CommandLine, string? Failure)
{
    [Native(null, Reason = "our own limit")] private const int LongestList = 16 * 1024 * 1024;

    /// <summary>In characters: the limit of CreateProcessW.</summary>
    [Native("UNICODE_STRING_MAX_CHARS")] private const int LongestCommandLine = 32767;

    // winnt.h: PROCESS_QUERY_LIMITED_INFORMATION; PROCESS_QUERY_INFORMATION and PROCESS_VM_READ
    [Native("PROCESS_QUERY_LIMITED_INFORMATION")] private const uint QueryLimitedInformation = 0x1000;
    [Native("PROCESS_QUERY_INFORMATION | PROCESS_VM_READ")] private const uint QueryAndRead = 0x0400 | 0x0010;

    /// <summary>The other processes whose program has this file name, in no particular order.</summary>
    /// <param name="fileName">Such as <c>bootstrap.exe</c>; case does not matter.</param>
    public static IReadOnlyList<OtherProcess> Named(string fileName)
    {
        var list = new List<OtherProcess>();
        foreach (var id in Ids(fileName))
        {
            if (id != Environment.ProcessId)
            {
                list.Add(Read(id));
            }
        }

        return list;
    }

    private static List<uint> Ids(string fileName)
    {
        var ids = new List<uint>();
        for (var length = 256 * 1024; length <= LongestList; length *= 2)
        {
            var buffer = new byte[length];
            fixed (byte* start = buffer)
            {
                uint needed;
                var status = NtDll.NtQuerySystemInformation(
                    NtDll.SystemProcessInformation, start, (uint)length, &needed);
                if (status == NtDll.StatusInfoLengthMismatch)
                {
                    continue;
                }

                if (status < 0)
                {
                    return ids;
                }

                var row = (NtDll.SystemProcess*)start;
                while (true)
                {
                    var name = new ReadOnlySpan<char>(row->ImageName.Buffer, row->ImageName.Length / sizeof(char));
                    if (name.Equals(fileName, StringComparison.OrdinalIgnoreCase))
                    {
                        ids.Add((uint)row->UniqueProcessId);
                    }

                    if (row->NextEntryOffset == 0)
                    {
                        return ids;
                    }

                    row = (NtDll.SystemProcess*)((byte*)row + row->NextEntryOffset);
                }
            }
        }

        return ids;
    }

    private static OtherProcess Read(uint id)
    {
        using var process = Kernel32.OpenProcess(QueryLimitedInformation, inheritHandle: false, id);
        if (process.IsInvalid)
        {
            return new OtherProcess(id, 0, null, $"OpenProcess: {Win32Error.Describe(Marshal.GetLastPInvokeError())}");
        }

        long started, ended, inKernel, inProgram;
        started = Kernel32.GetProcessTimes(process, &started, &ended, &inKernel, &inProgram) ? started : 0;
        return ReadCommandLine(process, id, started);
    }

    private static OtherProcess ReadCommandLine(SafeProcessHandle process, uint id, long started)
    {
        var buffer = new byte[sizeof(NtDll.UnicodeString) + ((LongestCommandLine + 1) * sizeof(char))];
        fixed (byte* start = buffer)
        {
            uint needed;
            var status = NtDll.NtQueryInformationProcess(
                process, NtDll.ProcessCommandLineInformation, start, (uint)buffer.Length, &needed);
            var line = (NtDll.UnicodeString*)start;
            if (status >= 0)
            {
                var text = new string(line->Buffer, 0, line->Length / sizeof(char));
                return new OtherProcess(id, started, text, Failure: null);
            }

            return status == NtDll.StatusInvalidInfoClass && ReadFromMemory(id) is { } read
                ? new OtherProcess(id, started, read, Failure: null)
                : new OtherProcess(id, started, CommandLine: null, $"NtQueryInformationProcess: status 0x{status:X8}");
        }
    }

    /// <summary>
    /// Reads the command line from the process's memory; null on failure. Only for Wine 8 (the sandbox), which lacks
    /// ProcessCommandLineInformation; Windows has it since 8.1.
    /// </summary>
    private static string? ReadFromMemory(uint id)
    {
        using var process = Kernel32.OpenProcess(QueryAndRead, inheritHandle: false, id);
        NtDll.ProcessBasic basic;
        NtDll.UnicodeString line;
        byte* parameters;
        if (process.IsInvalid
            || NtDll.NtQueryInformationProcess(
                process, NtDll.ProcessBasicInformation, &basic, (uint)sizeof(NtDll.ProcessBasic), null) < 0
            || !TryRead(process, basic.Peb + NtDll.ProcessParametersOffset, &parameters, (uint)sizeof(byte*))
            || !TryRead(process, parameters + NtDll.CommandLineOffset, &line, (uint)sizeof(NtDll.UnicodeString)))
        {
            return null;
        }

        var text = new char[line.Length / sizeof(char)];
        fixed (char* start = text)
        {
            return TryRead(process, line.Buffer, start, line.Length) ? new string(text) : null;
        }
    }

    private static bool TryRead(SafeProcessHandle process, void* address, void* buffer, uint size)
    {
        nuint read;
        return Kernel32.ReadProcessMemory(process, address, buffer, size, &read) && read == size;
    }
}
