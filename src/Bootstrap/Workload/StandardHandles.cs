using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Workload;

/// <summary>Our three standard handles, which the workload inherits as they are.</summary>
/// <param name="Input">stdin's, 0 where there is none.</param>
/// <param name="Output">stdout's.</param>
/// <param name="Error">stderr's.</param>
/// <param name="Inheritable">
/// Those that are there, each once: CreateProcess refuses a handle list with a duplicate, and stdout and stderr often
/// are one handle.
/// </param>
[SupportedOSPlatform("windows")]
internal sealed record StandardHandles(nint Input, nint Output, nint Error, nint[] Inheritable)
{
    // winbase.h
    private const int InputName = -10;
    private const int OutputName = -11;
    private const int ErrorName = -12;

    /// <summary>Reads them and marks them as inheritable, which the handle list of CreateProcess requires.</summary>
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
    /// Closes our copies of stdin and stdout: a reader of the workload's stdout gets the end of the file when the
    /// workload closes it, and a writer to its stdin an error when nothing reads any more. stderr stays open for our
    /// log, also where it is the same handle; a console's handle stays open, because closing it has no such effect.
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

        // First: Windows may give the number to another handle, which a later user of stdin would then close or read.
        Kernel32.SetStdHandle(name, 0);
        if (Output == Input)
        {
            Kernel32.SetStdHandle(OutputName, 0);
        }

        Kernel32.CloseHandle(handle);
    }
}
