using System.Runtime.Versioning;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>What to send to the workload when the container is told to stop.</summary>
internal enum ForwardStop
{
    /// <summary>Nothing: Docker tells every process of the container itself.</summary>
    None,

    /// <summary>Ctrl-C, to all processes of the console.</summary>
    CtrlC,

    /// <summary>Ctrl-Break, to all processes of the console.</summary>
    CtrlBreak,

    /// <summary>CTRL_SHUTDOWN_EVENT, to every process of the workload's job.</summary>
    Shutdown,
}

/// <summary>What we do of our own when a stop comes while the workload runs.</summary>
/// <param name="Forward">
/// What to send. containerd tells the container's first process only, which is us
/// (https://github.com/kubernetes/kubernetes/issues/124664). A Ctrl-C or Ctrl-Break is never passed on: the workload has
/// it already.
/// </param>
/// <param name="Timeout">How long the workload may take from the first stop on, or null for as long as it likes.</param>
internal sealed record StopPolicy(ForwardStop Forward, TimeSpan? Timeout)
{
    private int _stops;

    /// <summary>Carries the policy out for one stop. Returns at once.</summary>
    [SupportedOSPlatform("windows")]
    public void OnStop(ConsoleEvent consoleEvent, WorkloadProcess workload, ILogger log)
    {
        var isFirst = Interlocked.Increment(ref _stops) == 1;
        log.Debug("told to stop by {Event:l}", consoleEvent.Name());
        if (isFirst && Timeout is { } timeout)
        {
            new Thread(() => EndAfter(timeout, workload, log)) { IsBackground = true }.Start();
        }

        if (consoleEvent.EndsTheProcess() && Forward != ForwardStop.None)
        {
            log.Information("passing the stop on to the workload");
            if (workload.Send(Forward) is { } problem)
            {
                log.Warning("the stop could not be passed on: {Problem:l}", problem);
            }
        }
    }

    [SupportedOSPlatform("windows")]
    private static void EndAfter(TimeSpan timeout, WorkloadProcess workload, ILogger log)
    {
        if (!workload.WaitForExit(timeout))
        {
            log.Warning("the workload has not ended {Seconds} s after the stop: it is ended now (--stop-timeout)", timeout.TotalSeconds);
            workload.Terminate(unchecked((uint)ExitCode.Stopped));
        }
    }
}
