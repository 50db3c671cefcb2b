namespace Bootstrap.Workload;

/// <summary>What is done when a stop comes while the workload runs.</summary>
/// <param name="Forwarding">
/// What to send to every process of the workload. containerd tells the container's first process only, which is
/// bootstrap.exe (https://github.com/kubernetes/kubernetes/issues/124664).
/// </param>
/// <param name="Timeout">How long the workload may take from the first stop on, or null for as long as it
/// likes.</param>
/// <remarks>
/// A stop is an event by which Windows ends a process: shutdown, log-off, closing of the console. Ctrl-C and Ctrl-Break
/// are keys: the console gives them to the workload itself, and they mean whatever the workload makes of them.
/// </remarks>
internal sealed record StopPolicy(StopForwarding Forwarding, TimeSpan? Timeout)
{
    /// <summary>The event to send for one that came; null for none.</summary>
    public ConsoleEvent? EventFor(ConsoleEvent came) => came.EndsTheProcess()
        ? Forwarding switch
        {
            StopForwarding.Auto => came,
            StopForwarding.CtrlC => ConsoleEvent.CtrlC,
            StopForwarding.CtrlBreak => ConsoleEvent.CtrlBreak,
            StopForwarding.Shutdown => ConsoleEvent.Shutdown,
            _ => null,
        }
        : null;
}
