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
    [Native("PROCESS_QUERY_LIMITED_INFORMATION")] private const uint QueryLimitedInformation = 0x1000;
    [Native("PROCESS_QUERY_INFORMATION | PROCESS_VM_READ")] private const uint QueryAndRead = 0x0400 | 0x0010;

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
        const int longest = 16 * 1024 * 1024;
        for (var length = 256 * 1024; length <= longest; length *= 2)
        {
            var buffer = new byte[length];
            fixed (byte* start = buffer)
            {
                uint needed;
                var status = NtDll.NtQuerySystemInformation(
                    NtDll.SystemProcessInformation, start, (uint)length, &needed);
                if (status != NtDll.StatusInfoLengthMismatch)
                {
                    return status < 0 ? [] : Ids(fileName, start);
                }
            }
        }

        return [];
    }

    private static List<uint> Ids(string fileName, byte* row)
    {
        var ids = new List<uint>();
        while (true)
        {
            var name = (NtDll.UnicodeString*)(row + NtDll.ImageNameOffset);
            if (Text(name).Equals(fileName, StringComparison.OrdinalIgnoreCase))
            {
                ids.Add(*(uint*)(row + NtDll.ProcessIdOffset));
            }

            var next = *(uint*)row;
            if (next == 0)
            {
                return ids;
            }

            row += next;
        }
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
        // Characters: what CreateProcessW takes, and the ending NUL.
        const int longest = 32768;
        var buffer = new byte[sizeof(NtDll.UnicodeString) + (longest * sizeof(char))];
        fixed (byte* start = buffer)
        {
            uint needed;
            var status = NtDll.NtQueryInformationProcess(
                process, NtDll.ProcessCommandLineInformation, start, (uint)buffer.Length, &needed);
            if (status >= 0)
            {
                return new OtherProcess(id, started, Text((NtDll.UnicodeString*)start).ToString(), Failure: null);
            }

            return status == NtDll.StatusInvalidInfoClass && ReadFromMemory(id) is { } text
                ? new OtherProcess(id, started, text, Failure: null)
                : new OtherProcess(id, started, CommandLine: null, $"NtQueryInformationProcess: status 0x{status:X8}");
        }
    }

    /// <summary>
    /// The command line as it stands in the process's memory, where ProcessCommandLineInformation is missing: in Wine 8, and
    /// so in the sandbox. Windows has it since 8.1. Null when it cannot be read.
    /// </summary>
    private static string? ReadFromMemory(uint id)
    {
        using var process = Kernel32.OpenProcess(QueryAndRead, inheritHandle: false, id);
        var basic = stackalloc byte[NtDll.BasicInformationSize];
        NtDll.UnicodeString line;
        byte* parameters;
        if (process.IsInvalid
            || NtDll.NtQueryInformationProcess(
                process, NtDll.ProcessBasicInformation, basic, NtDll.BasicInformationSize, null) < 0
            || !TryRead(process, *(byte**)(basic + NtDll.PebOffset) + NtDll.ParametersOffset, &parameters, (uint)sizeof(byte*))
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

    private static ReadOnlySpan<char> Text(NtDll.UnicodeString* text) => new(text->Buffer, text->Length / sizeof(char));
}
