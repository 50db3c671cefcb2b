using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>
/// Enables colours on stdout until disposed, if stdout is a terminal and NO_COLOR is not set (https://no-color.org). A
/// console interprets escape sequences only in a special mode
/// (https://learn.microsoft.com/windows/console/setconsolemode). The old mode is restored: the console may be shared.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class TerminalColours : IDisposable
{
    [Native("STD_OUTPUT_HANDLE")] private const int StandardOutput = -11;
    private const uint EnableVirtualTerminalProcessing = 0x0004;

    private readonly nint _console;
    private readonly uint _mode;

    private TerminalColours(nint console, uint mode, bool areEnabled)
    {
        _console = console;
        _mode = mode;
        AreEnabled = areEnabled;
    }

    /// <summary>Whether stdout shows escape sequences as colours.</summary>
    public bool AreEnabled { get; }

    /// <summary>
    /// Enables colours if possible. <paramref name="variable"/> returns an environment variable's value, or null.
    /// </summary>
    public static TerminalColours TryEnable(Func<string, string?> variable)
    {
        var console = Kernel32.GetStdHandle(StandardOutput);
        return variable("NO_COLOR") is null or ""
            && Kernel32.GetConsoleMode(console, out var mode)
            && Kernel32.SetConsoleMode(console, mode | EnableVirtualTerminalProcessing)
                ? new TerminalColours(console, mode, areEnabled: true)
                : new TerminalColours(console, mode: 0, areEnabled: false);
    }

    public void Dispose()
    {
        if (AreEnabled)
        {
            Kernel32.SetConsoleMode(_console, _mode);
        }
    }
}
