using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Workload;

/// <summary>Our three standard handles, which the workload inherits.</summary>
/// <param name="Input">The handle of stdin, or 0.</param>
/// <param name="Output">The handle of stdout, or 0.</param>
/// <param name="Error">The handle of stderr, or 0.</param>
/// <param name="Inheritable">
/// The existing handles without duplicates: CreateProcess refuses a handle list with a duplicate, and stdout and stderr
/// are often the same handle.
/// </param>
[SupportedOSPlatform("windows")]
internal readonly record struct StandardHandles(nint Input, nint Output, nint Error, nint[] Inheritable)
{
    // winbase.h
    private const int InputName = -10;
    private const int OutputName = -11;
    private const int ErrorName = -12;

    /// <summary>Reads the handles and marks them as inheritable, which the handle list requires.</summary>
    public static StandardHandles Read()
    {
        nint[] standard =
        [
            Kernel32.GetStdHandle(InputName), Kernel32.GetStdHandle(OutputName), Kernel32.GetStdHandle(ErrorName),
        ];
        var inheritable = new List<nint>(standard.Length);
        foreach (var handle in standard)
        {
            if (handle is not (0 or -1)
                && !inheritable.Contains(handle)
                && Kernel32.SetHandleInformation(handle, Kernel32.HandleFlagInherit, Kernel32.HandleFlagInherit))
            {
                inheritable.Add(handle);
            }
        }

        return new StandardHandles(standard[0], standard[1], standard[2], [.. inheritable]);
    }

    /// <summary>
    /// Closes our copies of stdin and stdout. A reader of the workload's stdout then gets end of file when the workload
    /// closes it, and a writer to its stdin gets an error when the workload no longer reads. stderr stays open for our
    /// log, also if it is the same handle. Console handles stay open: closing them has no such effect.
    /// </summary>
    public void CloseInputAndOutput()
    {
        Close(InputName, Input);
        if (Output != Input)
        {
            Close(OutputName, Output);
        }
    }

    private void Close(int name, nint handle)
    {
        if (handle == Error || Array.IndexOf(Inheritable, handle) < 0 || Kernel32.GetConsoleMode(handle, out _))
        {
            return;
        }

        // Before CloseHandle: Windows may reuse the value for another handle, which users of stdin would then access.
        Kernel32.SetStdHandle(name, 0);
        if (Output == Input)
        {
            Kernel32.SetStdHandle(OutputName, 0);
        }

        Kernel32.CloseHandle(handle);
    }
}
