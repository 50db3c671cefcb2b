namespace Bootstrap.Workload;

internal static class ConsoleEvents
{
    public static string Name(this ConsoleEvent consoleEvent) => consoleEvent switch
    {
        ConsoleEvent.CtrlC => "Ctrl-C",
        ConsoleEvent.CtrlBreak => "Ctrl-Break",
        ConsoleEvent.Close => "CTRL_CLOSE_EVENT",
        ConsoleEvent.Logoff => "CTRL_LOGOFF_EVENT",
        ConsoleEvent.Shutdown => "CTRL_SHUTDOWN_EVENT",
        _ => $"console event {(int)consoleEvent}",
    };

    /// <summary>Whether Windows ends the process when its handler returns from this event.</summary>
    public static bool EndsTheProcess(this ConsoleEvent consoleEvent) => consoleEvent > ConsoleEvent.CtrlBreak;
}
