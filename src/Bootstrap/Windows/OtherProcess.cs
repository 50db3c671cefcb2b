using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>Another process of this container, as far as it can be known without changing anything.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Started">When it started, in 100 ns; 0 when that cannot be read.</param>
/// <param name="CommandLine">Its command line, verbatim; null when it cannot be read. It may hold secrets.</param>
/// <param name="Failure">Why it cannot be read, with the native code; null when it can.</param>
[SupportedOSPlatform("windows")]
internal sealed unsafe record OtherProcess(uint Id, long Started, string? CommandLine, string? Failure)
{
    private const int LongestList = 16 * 1024 * 1024;

    // processthreadsapi.h: PROCESS_QUERY_LIMITED_INFORMATION
    private const uint QueryLimitedInformation = 0x1000;

    /// <summary>The other processes whose program's file has this name, in no particular order.</summary>
    /// <param name="fileName">Such as <c>bootstrap.exe</c>; letter case does not matter.</param>
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
                var status = NtDll.NtQuerySystemInformation(NtDll.SystemProcessInformation, start, (uint)length, &needed);
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
        // A command line has at most 32,767 characters (CreateProcessW).
        var buffer = new byte[sizeof(NtDll.UnicodeString) + (32768 * sizeof(char))];
        fixed (byte* start = buffer)
        {
            uint needed;
            var status = NtDll.NtQueryInformationProcess(process, NtDll.ProcessCommandLineInformation, start, (uint)buffer.Length, &needed);
            var line = (NtDll.UnicodeString*)start;
            return status >= 0
                ? new OtherProcess(id, started, new string(line->Buffer, 0, line->Length / sizeof(char)), Failure: null)
                : new OtherProcess(id, started, CommandLine: null, $"NtQueryInformationProcess: status 0x{status:X8}");
        }
    }
}
