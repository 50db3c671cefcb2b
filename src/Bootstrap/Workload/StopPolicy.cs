using System.Runtime.Versioning;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>What we do of our own when a stop comes while the workload runs.</summary>
/// <param name="Forward">
/// The event to send to every process of the workload, or null for none: Docker tells them all itself, containerd tells
/// the container's first process only, which is us (https://github.com/kubernetes/kubernetes/issues/124664).
/// </param>
/// <param name="Timeout">How long the workload may take from the first stop on, or null for as long as it likes.</param>
/// <remarks>
/// A stop is an event by which Windows ends a process: shutdown, log-off, closing of the console. Ctrl-C and Ctrl-Break
/// are keys, which the workload has on its console itself, and which mean whatever the workload makes of them.
/// </remarks>
internal sealed record StopPolicy(ConsoleEvent? Forward, TimeSpan? Timeout)
{
    /// <summary>Carries the policy out for one event. Returns soon, whatever becomes of our log lines.</summary>
    /// <param name="consoleEvent">What came.</param>
    /// <param name="isFirst">Whether it is the first stop.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="log">The log.</param>
    [SupportedOSPlatform("windows")]
    public void OnStop(ConsoleEvent consoleEvent, bool isFirst, WorkloadProcess workload, ILogger log)
    {
        if (!consoleEvent.EndsTheProcess())
        {
            return;
        }

        if (isFirst && Timeout is { } timeout)
        {
            new Thread(() => EndAfter(timeout, workload, log)) { IsBackground = true }.Start();
        }

        if (Forward is { } forward)
        {
            // First the deed, then the words: stderr may be blocked.
            var problem = workload.Send(forward);
            log.Say(Messages.StopForwarded, consoleEvent.Name(), forward.Name());
            if (problem is not null)
            {
                log.Say(Messages.StopNotForwarded, problem);
            }
        }
    }

    [SupportedOSPlatform("windows")]
    private static void EndAfter(TimeSpan timeout, WorkloadProcess workload, ILogger log)
    {
        if (!workload.WaitForExit(timeout))
        {
            log.Say(Messages.StopTimedOut, timeout.TotalSeconds);
            workload.Terminate(unchecked((uint)ExitCode.Stopped));
        }
    }
}
