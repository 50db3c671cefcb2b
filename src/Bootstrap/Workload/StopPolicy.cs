namespace Bootstrap.Workload;

/// <summary>What to do when a stop comes while the workload runs.</summary>
/// <param name="Forwarding">
/// The event to send to every process of the workload. containerd stops only the container's first process, which is
/// bootstrap.exe (https://github.com/kubernetes/kubernetes/issues/124664).
/// </param>
/// <param name="Timeout">How long the workload may run after the first stop, or null for no limit.</param>
/// <remarks>
/// A stop is an event with which Windows ends a process: shutdown, log-off, closing of the console. Ctrl-C and
/// Ctrl-Break are key presses: the console sends them to the workload too, which decides what they mean.
/// </remarks>
internal readonly record struct StopPolicy(StopForwarding Forwarding, TimeSpan? Timeout)
{
    /// <summary>The event to send for a received event, or null.</summary>
    public ConsoleEvent? EventFor(ConsoleEvent received) => received.EndsTheProcess()
        ? Forwarding switch
        {
            StopForwarding.Auto => received,
            StopForwarding.CtrlC => ConsoleEvent.CtrlC,
            StopForwarding.CtrlBreak => ConsoleEvent.CtrlBreak,
            StopForwarding.Shutdown => ConsoleEvent.Shutdown,
            _ => null,
        }
        : null;
}
