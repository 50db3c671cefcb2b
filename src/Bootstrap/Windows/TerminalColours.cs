using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>
/// Whether stdout takes colours, for as long as this lives: only a terminal does, and only without NO_COLOR
/// (https://no-color.org). A console understands escape sequences after it has been told to
/// (https://learn.microsoft.com/windows/console/setconsolemode); its mode is put back, for it may be shared.
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

    /// <summary>Whether escape sequences will show as colours.</summary>
    public bool AreEnabled { get; }

    /// <summary>
    /// Tries to enable them. <paramref name="variable"/> gives an environment variable's value, or null.
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
