using System.Net;
using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.IpHelper;
using Bootstrap.Workload;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Commands;

/// <summary><c>bootstrap COMMAND</c>: sets up the network, then runs the workload.</summary>
/// <param name="settings">The options.</param>
/// <param name="workload">The workload's command line, verbatim.</param>
/// <param name="log">The log.</param>
[SupportedOSPlatform("windows")]
internal sealed class RunCommand(Settings settings, string workload, ILogger log) : ICommand
{
    private readonly CredentialsProbe _probe = new(Send, FindCredentials, TimeProvider.System);

    /// <summary>The plan; null until it is made.</summary>
    private Plan? _plan;

    /// <summary>Changes of routes that failed.</summary>
    private FailedChanges _failed = new();

    public int Execute()
    {
        // 1. Listen for stops. From now on a stop ends every wait.
        StopEvents.Listen(log);
        log.Detail("listening for stops");

        // 2. Find the program, so that a missing program is reported before a wait for the network.
        var command = FindProgram();

        // 3. Set up the network, and wait for credentials (--wait-for-credentials).
        Prepare();

        // 4. Give the task's variables to Windows services. They may need the routes when they start.
        if (settings.Services.Services.Count > 0)
        {
            new ServiceStep(settings, log).Run();
        }

        // 5. Run the workload and return its exit code. From now on the workload decides how long a stop takes.
        return StartAndWait(command);
    }

    private WorkloadCommand FindProgram() => WorkloadCommand.Resolve(workload, new ProgramLookup(
        Environment.CurrentDirectory,
        Environment.GetEnvironmentVariable("PATH"),
        Environment.GetEnvironmentVariable("PATHEXT"),
        Environment.SystemDirectory,
        File.Exists,
        Directory.Exists), Environment.SystemDirectory);

    private void Prepare()
    {
        var isSetUp = Attempt(SetUpNetwork);
        if (_plan is null)
        {
            GatewayVariable.Set(settings.ExportGateway, plan: null, log);
        }

        var isReady = settings.WaitForCredentials is not { } timeout || Attempt(() => WaitForCredentials(timeout));
        if (!isSetUp || !isReady)
        {
            log.Say(Messages.WorkloadRunAnyway, settings.OnFailureSource);
        }
    }

    /// <summary>
    /// <c>--on-failure</c> decides whether a failure ends the run or is a warning. Returns whether the step succeeded.
    /// </summary>
    private bool Attempt(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (BootstrapException failure)
            when (failure.ExitCode == ExitCode.SetupFailed && settings.OnFailure == FailureAction.Continue)
        {
            log.Failure(LogEventLevel.Warning, failure);
            return false;
        }
#pragma warning disable CA1031 // With --on-failure continue the workload starts also after an internal error.
        catch (Exception exception)
            when (exception is not BootstrapException && settings.OnFailure == FailureAction.Continue)
        {
            log.InternalError(Messages.Defect, exception);
            return false;
        }
#pragma warning restore CA1031
    }

    private void SetUpNetwork()
    {
        NetworkAccess.WarnOutsideAContainer(log);
        using var network = NetworkAccess.Connect(settings.Backend, NetworkBounds.OfRun, log);
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

        WarnOfUnroutedEksAgent(plan);

        // Set now, because adding routes may fail: the gateway is known, and the variable needs no route.
        GatewayVariable.Set(settings.ExportGateway, plan, log);

        var changer = NetworkAccess.Changer(network, log);
        var patience = NetworkPatience.Of(settings.NetworkTimeout, environment, settings.Plan);
        _failed = changer.Failed;
        try
        {
            changer.Apply(plan, environment, settings.Plan, patience.Timeout);
        }
        catch (BootstrapException failure) when (failure.ExitCode == ExitCode.SetupFailed)
        {
            if (!IsExcused(failure, changer.Missing))
            {
                throw;
            }
        }
        finally
        {
            TakeOver(changer.LastPlan ?? plan);
        }
    }

    /// <summary>The network may have changed while routes were tried again.</summary>
    private void TakeOver(Plan plan)
    {
        var isOtherGateway = !Equals(plan.Gateway, _plan?.Gateway);
        _plan = plan;
        if (isOtherGateway)
        {
            GatewayVariable.Set(settings.ExportGateway, plan, log);
        }
    }

    /// <summary>The plan; null if there is none, and the workload can start without it.</summary>
    private Plan? MakePlan(INetwork network, TaskEnvironment environment)
    {
        try
        {
            return NetworkAccess.MakePlan(settings, environment, network, log, EndsWait).Plan;
        }
        // A wrong --gateway is reported as an error even if the task does not need the network.
        catch (BootstrapException failure)
            when (failure.ExitCode == ExitCode.SetupFailed && failure.EventName != Messages.GatewayIsOurs.Name)
        {
            if (!NetworkPatience.Of(settings.NetworkTimeout, environment, settings.Plan).IsRequired)
            {
                log.Failure(LogEventLevel.Warning, failure);
                log.Say(Messages.NetworkNotNeeded);
                return null;
            }

            if (IsExcused(failure, _probe.Missing(settings.Plan)))
            {
                return null;
            }

            throw;
        }

        bool EndsWait(NetworkSnapshot snapshot, TimeSpan waited) => _probe.EndsWait(snapshot, settings.Plan, waited);
    }

    /// <summary>
    /// Whether the workload starts despite the failure, because the credentials endpoint answers anyway. Not asked if
    /// the workload starts in any case.
    /// </summary>
    private bool IsExcused(BootstrapException failure, IReadOnlyList<IPNetwork> missing)
    {
        if (settings.OnFailure == FailureAction.Continue
            || _probe.AnswerWithout(missing, settings.Plan) is not { } state)
        {
            return false;
        }

        log.Failure(LogEventLevel.Warning, failure);
        log.Say(Messages.CredentialsAnswerAnyway, state.Detail);
        return true;
    }

    private static CredentialsTarget FindCredentials() =>
        CredentialsEndpoint.Find(new TaskVariables(Environment.GetEnvironmentVariable), TokenFile.Read);

    private void WarnOfUnroutedEksAgent(Plan plan)
    {
        var agent = LinkLocal.EksPodIdentity.BaseAddress;
        if (
            plan.Mode == NetworkMode.Nat
            && LinkLocalUri.TryParse(Environment.GetEnvironmentVariable(TaskVariables.CredentialsFullUri))?.Host
                == agent.ToString()
            && !plan.Routes.Any(route => route.Destination.Contains(agent))
        )
        {
            log.Say(Messages.EksPodIdentityNotRouted, TaskVariables.CredentialsFullUri, agent);
        }
    }

    private void WaitForCredentials(TimeSpan timeout)
    {
        if (FindCredentials().WhyNot is { IsFault: false } whyNot)
        {
            // A shared base image may set BOOTSTRAP_WAIT_FOR_CREDENTIALS, and a task without a role must start.
            log.Say(Messages.CredentialsNotAwaited, whyNot.What, whyNot.Hint);
            return;
        }

        new CredentialsWait(Send, TimeProvider.System, StopEvents.Sleep, log).Run(
            FindCredentials,
            timeout,
            (state, request) => WaitHint.Of(state, request, _plan, settings.Plan.Mode is null)
        );
    }

    /// <summary>A stop ends a request at once.</summary>
    private static HttpOutcome Send(HttpRequest request, TimeSpan timeout) =>
        WinHttpClient.Send(request, timeout, StopEvents.Sleep);

    private int StartAndWait(WorkloadCommand command)
    {
        StopEvents.ThrowIfRequested();
        log.Detail("starting {Program:l}", command.ProgramPath);
        var process = WorkloadProcess.Start(command, log);
        if (!StopEvents.HandOver())
        {
            process.Terminate(unchecked((uint)ExitCode.Stopped));
            throw StopEvents.StoppedWhileStarting();
        }

        if (settings.Watch)
        {
            // Outer guard: creating the thread; inner guard: the watch itself.
            Guarded(() => new Thread(() => Guarded(Watch)) { IsBackground = true }.Start());
        }

        var end = new WorkloadWait(process, settings.Stop, StopEvents.NextStop, TimeProvider.System, log).Run();
        if (process.ReleaseTree() is { } problem)
        {
            log.Say(Messages.WorkloadTreeEnds, problem);
        }

        return unchecked((int)Report(end));
    }

    /// <summary>Logs a special exit code of the workload, and returns the exit code of this process.</summary>
    private uint Report(WorkloadEnd end)
    {
        if (end.WhyNotLoaded is { } reason)
        {
            log.Say(Messages.WorkloadNotLoaded, end.ExitCode, reason);
        }

        var reported = end.Reported(settings.SuccessCodes);
        if (reported != end.ExitCode)
        {
            log.Say(Messages.WorkloadSucceeded, end.ExitCode, end.ExitCode);
        }

        return reported;
    }

    /// <summary>
    /// Adds lost routes again while the workload runs. Uses IP Helper with every backend: it notifies of changes, and
    /// WMI would start for each of them.
    /// </summary>
    private void Watch()
    {
        if (!NetworkChanges.Listen())
        {
            log.Say(Messages.WatchUnavailable);
            return;
        }

        using var network = new IpHelperNetwork();
        new RouteWatch(
            network, TaskEnvironment.Read(Environment.GetEnvironmentVariable), settings.Plan, _failed,
            NetworkChanges.WaitForChange, log
        ).Run();
    }

    /// <summary>While the workload runs, an exception in bootstrap must not end it.</summary>
    private void Guarded(Action watch)
    {
        try
        {
            watch();
        }
#pragma warning disable CA1031
        catch (Exception exception)
        {
            log.InternalError(Messages.WatchNotStarted, exception);
        }
#pragma warning restore CA1031
    }
}
