using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.IpHelper;
using Bootstrap.Workload;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Commands;

/// <summary>Sets up the network, then runs the workload: what <c>bootstrap COMMAND</c> does.</summary>
/// <param name="settings">The options.</param>
/// <param name="workload">The workload's command line, verbatim.</param>
/// <param name="log">The log.</param>
[SupportedOSPlatform("windows")]
internal sealed class RunCommand(Settings settings, string workload, ILogger log) : ICommand
{
    /// <summary>The plan, as soon as one is made.</summary>
    private Plan? _plan;

    /// <summary>Stale routes that could not be removed.</summary>
    private IReadOnlyCollection<RouteKey> _unremovable = [];

    public int Execute()
    {
        // 1. Listen for stops: from here on a stop ends every wait.
        StopEvents.Listen(log);

        // 2. Find the program first: that it is missing must not be said only after a wait for the network.
        var command = FindProgram();

        // 3. Set up the network, and wait for credentials if asked to.
        Prepare();

        // 4. Run the workload and end as it ends. From now on it decides when a stop ends.
        return StartAndWait(command);
    }

    private WorkloadCommand FindProgram() => WorkloadCommand.Resolve(workload, new ProgramLookup(
        Environment.CurrentDirectory,
        Environment.GetEnvironmentVariable("PATH"),
        Environment.GetEnvironmentVariable("PATHEXT"),
        File.Exists,
        Directory.Exists), Environment.SystemDirectory);

    /// <summary>A failure ends the run, or is a warning: that is what <c>--on-failure</c> decides.</summary>
    private void Prepare()
    {
        try
        {
            SetUpNetwork();
            if (settings.WaitForCredentials is { } timeout)
            {
                WaitForCredentials(timeout);
            }
        }
        catch (BootstrapException failure)
            when (failure.ExitCode == ExitCode.NetworkFailed && settings.OnFailure == FailureAction.Continue)
        {
            log.Failure(LogEventLevel.Warning, failure);
            SayGatewayUnknown();
            log.Say(Messages.WorkloadRunAnyway, settings.OnFailureSource);
        }
    }

    private void SetUpNetwork()
    {
        NetworkAccess.WarnOutsideAContainer(log);
        using var network = NetworkAccess.Connect(settings.Backend, NetworkAccess.CimBound, log);
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        if (MakePlan(network, environment) is not { } plan)
        {
            return;
        }

        _plan = plan;
        log.Say(Messages.NetworkMode, plan.Mode.Name(), plan.Reason);
        foreach (var warning in plan.Warnings)
        {
            log.Say(warning.Message, warning.Values);
        }

        // Before anything can fail: the gateway is known, and the variable needs no route.
        if (settings.ExportGateway is { } name)
        {
            GatewayVariable.Set(name, plan, log);
        }

        var changer = NetworkAccess.Changer(network, log);
        var patience = NetworkPatience.Of(settings.NetworkTimeout, environment, settings.Plan);
        changer.Apply(plan, environment, settings.Plan, patience.Timeout);
        _unremovable = changer.Unremovable;
    }

    /// <summary>The plan; null when there is no network and the task needs none.</summary>
    private Plan? MakePlan(INetwork network, TaskEnvironment environment)
    {
        try
        {
            return NetworkAccess.MakePlan(settings, environment, network, log).Plan;
        }
        catch (BootstrapException failure) when (failure.EventName == Messages.NoNetwork.Name
            && !NetworkPatience.Of(settings.NetworkTimeout, environment, settings.Plan).IsRequired)
        {
            log.Failure(LogEventLevel.Warning, failure);
            log.Say(Messages.NetworkNotNeeded);
            SayGatewayUnknown();
            return null;
        }
    }

    private void SayGatewayUnknown()
    {
        if (_plan is null && settings.ExportGateway is { } name)
        {
            log.Say(Messages.ExportGatewayUnknown, name);
        }
    }

    private void WaitForCredentials(TimeSpan timeout)
    {
        var variables = new TaskVariables(Environment.GetEnvironmentVariable);
        new CredentialsWait(WinHttpClient.Send, TimeProvider.System, StopEvents.Sleep, log).Run(
            () => CredentialsEndpoint.Request(variables, TokenFile.Read, out var whyNot)
                ?? throw new BootstrapException(Messages.NoCredentialsToWaitFor, [whyNot?.What], whyNot?.Hint),
            timeout,
            _plan);
    }

    private int StartAndWait(WorkloadCommand command)
    {
        StopEvents.ThrowIfRequested();
        log.Debug("starting {Program:l}", command.ProgramPath);
#pragma warning disable CA2000 // It lives as long as this process: a stop may still use it when the workload ends.
        var process = WorkloadProcess.Start(command);
#pragma warning restore CA2000
        StopEvents.HandOver((consoleEvent, isFirst) => settings.Stop.OnStop(consoleEvent, isFirst, process, log));
        if (settings.Watch)
        {
            Guarded(() => new Thread(() => Guarded(Watch)) { IsBackground = true }.Start());
        }

        return unchecked((int)process.WaitForExit());
    }

    /// <summary>
    /// Puts routes back while the workload runs. By IP Helper whatever the backend: it reports changes, and WMI would
    /// be woken for each.
    /// </summary>
    private void Watch()
    {
        if (!NetworkChanges.Listen())
        {
            log.Say(Messages.WatchUnavailable);
            return;
        }

        using var network = new IpHelperNetwork();
        new RouteWatch(network, TaskEnvironment.Read(Environment.GetEnvironmentVariable), settings.Plan, _unremovable, NetworkChanges.WaitForChange, log).Run();
    }

    /// <summary>Once the workload runs, an exception of ours must not take it down.</summary>
    private void Guarded(Action watch)
    {
        try
        {
            watch();
        }
#pragma warning disable CA1031
        catch (Exception defect)
        {
            log.Defect(Messages.WatchNotStarted, defect);
        }
#pragma warning restore CA1031
    }
}
