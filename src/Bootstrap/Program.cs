using System.Reflection;
using System.Runtime.Versioning;
using System.Text;
using Bootstrap.CommandLine;
using Bootstrap.Diagnosis;
using Bootstrap.Endpoints;
using Bootstrap.Network;
using Bootstrap.Network.Cim;
using Bootstrap.Network.IpHelper;
using Bootstrap.Windows;
using Bootstrap.Workload;
using Serilog;
using Serilog.Events;

namespace Bootstrap;

/// <summary>The whole run, top to bottom: look, decide, act, run.</summary>
internal static class Program
{
    /// <summary>What a WMI that hangs may cost, in all. In a starting container it takes a second or two at worst.</summary>
    private static readonly TimeSpan CimBound = TimeSpan.FromSeconds(10);

    /// <summary>The same for <c>check</c>, which is to answer in five seconds whatever is broken.</summary>
    private static readonly TimeSpan CimBoundOfCheck = TimeSpan.FromSeconds(2);

    /// <summary>What snapshots are recorded by.</summary>
    private static string RecordedBy => $"bootstrap {typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    private static int Main(string[] arguments)
    {
        ILogger? log = null;
        try
        {
            var invocation = Parse(arguments, Environment.GetEnvironmentVariable);
            if (invocation.Answer is { } answer)
            {
                return answer();
            }

            log = StderrLog.Create(invocation.Settings.LogLevel, invocation.Settings.LogFormat);
            foreach (string name in Environment.GetEnvironmentVariables().Keys)
            {
                if (MisspeltVariable.Meant(name) is { } meant)
                {
                    log.Say(LogEventLevel.Warning, EventNames.VariableMisspelt, "{Name:l} is not one of bootstrap's variables and does nothing: is {Meant:l} meant?", name, meant);
                }
            }

            // Elsewhere there is always one: see ParseElsewhere.
            if (invocation.Settings.Snapshot is not null || !OperatingSystem.IsWindows())
            {
                return ShowPlan(invocation.Settings.Snapshot!, arguments);
            }

            return invocation.Verb switch
            {
                Verb.Plan => ShowPlan(invocation.Settings, log),
                Verb.Check => Check(invocation.Settings, log),
                _ => Run(invocation, log),
            };
        }
        catch (BootstrapException failure)
        {
            (log ?? StderrLog.Create(LogEventLevel.Information, UnreadLogFormat())).Failure(LogEventLevel.Error, failure);
            return failure.ExitCode;
        }
#pragma warning disable CA1031 // The last resort: a defect of ours still ends in a line and a code, not in a crash dialog.
        catch (Exception defect)
        {
            log ??= StderrLog.Create(LogEventLevel.Information, LogFormat.Text);
            log.Say(LogEventLevel.Fatal, EventNames.Defect, "this is a defect of bootstrap, please report it: {Type:l}: {Message:l}", defect.GetType().FullName, BootstrapException.SingleLine(defect.Message));
            log.Debug(defect, "where it failed");
            return ExitCode.NetworkFailed;
        }
#pragma warning restore CA1031
    }

    private static Invocation Parse(string[] arguments, Func<string, string?> variable) => OperatingSystem.IsWindows()
        ? Invocation.Parse(Kernel32.CommandLine, variable)
        : Invocation.ParseElsewhere(arguments, variable);

    /// <summary>How to log when the command line could not be read.</summary>
    private static LogFormat UnreadLogFormat() => OperatingSystem.IsWindows()
        ? Invocation.LogFormatOf(Kernel32.CommandLine, Environment.GetEnvironmentVariable)
        : LogFormat.Text;

    /// <summary>Plans from what was recorded elsewhere.</summary>
    private static int ShowPlan(string snapshotFile, string[] arguments)
    {
        var recorded = SnapshotFile.Read(snapshotFile);

        // What was overridden there is so here, where nobody says otherwise.
        var settings = Parse(arguments, name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } own ? own
            : Options.VariablesOfThePlan.Contains(name) ? recorded.Environment.GetValueOrDefault(name) : null).Settings;
        var environment = TaskEnvironment.Read(name => recorded.Environment.GetValueOrDefault(name));
        if (Planner.WithoutLooking(environment, settings.Plan) is { } plan)
        {
            return Print(plan, backend: null, settings);
        }

        return Planner.Decide(recorded.Network, environment, settings.Plan) switch
        {
            Plan made => Print(made, recorded.Backend, settings),
            NotYet notYet => throw BootstrapException.Network(EventNames.NoPlanFromSnapshot, $"No plan can be made from '{snapshotFile}': {notYet.Missing} is missing.", notYet.Hint),
            _ => throw new InvalidOperationException("a decision that is none"),
        };
    }

    [SupportedOSPlatform("windows")]
    private static int ShowPlan(Settings settings, ILogger log)
    {
#pragma warning disable CA2000 // The one that records owns it.
        using var network = new RecordingNetwork(Connect(settings.Backend, CimBound, log));
#pragma warning restore CA2000
        try
        {
            var plan = MakePlan(settings, network, log, out var backend);
            return Print(plan, backend, settings);
        }
        finally
        {
            // Above all when no plan can be made: that is when somebody asks for a snapshot.
            if (settings.SaveSnapshot is { } file)
            {
                var seen = network.Last ?? network.Look();
                new SnapshotFile(
                    SnapshotFile.Mask(new TaskVariables(Environment.GetEnvironmentVariable), Options.TwinsOf(settings.Plan)), network.Backend, seen).Write(file, RecordedBy, DateTimeOffset.UtcNow);
            }
        }
    }

    private static int Print(Plan plan, string? backend, Settings settings)
    {
        Print(settings.OutputFormat == OutputFormat.Json ? PlanText.ToJson(plan, backend) : PlanText.ToText(plan, backend));
        return ExitCode.Success;
    }

    private static void Print(string text)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    [SupportedOSPlatform("windows")]
    private static int Check(Settings settings, ILogger log)
    {
#pragma warning disable CA2000 // A look that was left behind may still be at work on it; the process ends soon.
        var network = Connect(settings.Backend, CimBoundOfCheck, log);
#pragma warning restore CA2000
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        var report = Judgement.Of(
            Examination.Look(network, settings.Plan, environment, new TaskVariables(Environment.GetEnvironmentVariable)), environment, settings.Plan);
        if (settings.OutputFormat == OutputFormat.Json)
        {
            Print(ReportText.ToJson(report));
        }
        else
        {
            using var colours = TerminalColours.TryEnable(Environment.GetEnvironmentVariable);
            Print(ReportText.ToText(report, colours.AreEnabled));
        }

        return report.IsHealthy ? ExitCode.Success : ExitCode.NotHealthy;
    }

    [SupportedOSPlatform("windows")]
    private static int Run(Invocation invocation, ILogger log)
    {
        var settings = invocation.Settings;
        StopEvents.Listen(log);

        // 1. Find the workload's program: that it is missing should be said at once, not after a wait for the network.
        var command = WorkloadCommand.Resolve(invocation.Workload, new ProgramLookup(
            Environment.CurrentDirectory,
            Environment.GetEnvironmentVariable("PATH"),
            Environment.GetEnvironmentVariable("PATHEXT"),
            File.Exists,
            Directory.Exists), Environment.SystemDirectory);

        // 2. Look at the network, decide, and act on it.
        Plan? plan = null;
        try
        {
            SetUpNetwork(settings, log, ref plan);
            if (settings.WaitForCredentials is { } timeout)
            {
                WaitForCredentials(timeout, plan, log);
            }
        }
        catch (BootstrapException failure) when (failure.ExitCode == ExitCode.NetworkFailed && settings.OnFailure == FailureAction.Continue)
        {
            log.Failure(LogEventLevel.Warning, failure);
            if (plan is null && settings.ExportGateway is { } name)
            {
                log.Say(LogEventLevel.Warning, EventNames.ExportGatewayUnknown, "{Name:l} is left as it is: no gateway is known", name);
            }

            log.Say(LogEventLevel.Warning, EventNames.WorkloadRunAnyway, "the workload is run all the same, as {Source:l} continue asks", settings.OnFailureSource);
        }

        // 3. Run the workload, and end as it ends. A stop is its own business now.
        StopEvents.ThrowIfRequested();
        log.Debug("starting {Program:l}", command.ProgramPath);
#pragma warning disable CA2000 // It lives as long as this process: a stop may still be at work on it when the workload ends.
        var workload = WorkloadProcess.Start(command);
#pragma warning restore CA2000
        StopEvents.HandOver((consoleEvent, isFirst) => settings.Stop.OnStop(consoleEvent, isFirst, workload, log));
        if (settings.Watch)
        {
            Guarded(log, () => new Thread(() => Guarded(log, () => Watch(settings, log))) { IsBackground = true }.Start());
        }

        return unchecked((int)workload.WaitForExit());
    }

    [SupportedOSPlatform("windows")]
    private static void SetUpNetwork(Settings settings, ILogger log, ref Plan? plan)
    {
        using var network = Connect(settings.Backend, CimBound, log);
        plan = MakePlan(settings, network, log, out _);
        log.Say(LogEventLevel.Information, EventNames.NetworkMode, "{Mode:l}: {Reason:l}", plan.Mode.Name(), plan.Reason);
        foreach (var warning in plan.Warnings)
        {
            log.Say(LogEventLevel.Warning, warning.EventName, "{Warning:l}", warning.Text);
        }

        foreach (var route in plan.Routes.Where(route => route.Action == RouteAction.Keep))
        {
            log.Say(LogEventLevel.Information, EventNames.RouteKept, "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: {Reason:l}", route.Destination, route.NextHop, route.InterfaceIndex, route.Reason);
        }

        // Before anything can fail: the gateway is known, and needs no route.
        if (settings.ExportGateway is { } name)
        {
            ExportGateway(name, plan, log);
        }

        Setup(network, log).Apply(plan);
    }

    /// <summary>Decides, and looks at the network only where that is needed: <paramref name="backend"/> is null where it is not.</summary>
    [SupportedOSPlatform("windows")]
    private static Plan MakePlan(Settings settings, INetwork network, ILogger log, out string? backend)
    {
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        backend = null;
        if (Planner.WithoutLooking(environment, settings.Plan) is { } plan)
        {
            return plan;
        }

        plan = Setup(network, log).MakePlan(environment, settings.Plan, settings.NetworkTimeout);
        backend = network.Backend;
        return plan;
    }

    /// <summary>The network by the chosen way. Nothing is opened before the first call.</summary>
    [SupportedOSPlatform("windows")]
    private static INetwork Connect(Backend backend, TimeSpan cimBound, ILogger log)
    {
        var ipHelper = new IpHelperNetwork();
        return backend switch
        {
            Backend.IpHelper => ipHelper,
            Backend.Cim => Cim(),
#pragma warning disable CA2000 // The one that falls back owns both.
            _ => new FallbackNetwork(Cim(), ipHelper, CimErrors.IsRefusal, log),
#pragma warning restore CA2000
        };

        BoundedNetwork Cim() => new(CimNetwork.Connect, "cim", cimBound);
    }

    [SupportedOSPlatform("windows")]
    private static NetworkSetup Setup(INetwork network, ILogger log) => new(
        network,
        TimeProvider.System,
        pause =>
        {
            // Only who has to wait pays for listening.
            NetworkChanges.Listen();
            StopEvents.Sleep(pause, NetworkChanges.Happened);
        },
        log);

    [SupportedOSPlatform("windows")]
    private static void WaitForCredentials(TimeSpan timeout, Plan? plan, ILogger log)
    {
        var variables = new TaskVariables(Environment.GetEnvironmentVariable);
        new CredentialsWait(WinHttpClient.Send, TimeProvider.System, StopEvents.Sleep, log).Run(
            () => CredentialsEndpoint.Request(variables, TokenFile.Read, out var whyNot)
                ?? throw BootstrapException.Network(EventNames.NoCredentialsToWaitFor, $"There are no credentials to wait for: {whyNot?.What}.", whyNot?.Hint),
            timeout,
            plan);
    }

    /// <summary>By IP Helper whatever the backend: it is what tells of changes, and WMI would be woken for each.</summary>
    [SupportedOSPlatform("windows")]
    private static void Watch(Settings settings, ILogger log)
    {
        if (!NetworkChanges.Listen())
        {
            log.Say(LogEventLevel.Warning, EventNames.WatchUnavailable, "routes are not watched: Windows does not tell of changes here");
            return;
        }

        using var network = new IpHelperNetwork();
        new RouteWatch(network, TaskEnvironment.Read(Environment.GetEnvironmentVariable), settings.Plan, NetworkChanges.WaitForChange, log).Run();
    }

    /// <summary>Once the workload runs, nothing of ours may take it down.</summary>
    private static void Guarded(ILogger log, Action watch)
    {
        try
        {
            watch();
        }
#pragma warning disable CA1031
        catch (Exception defect)
        {
            log.Defect(EventNames.WatchNotStarted, "routes are not watched", defect);
        }
#pragma warning restore CA1031
    }

    /// <summary>The workload inherits our environment, so that is where the variable is set.</summary>
    private static void ExportGateway(string name, Plan plan, ILogger log)
    {
        if (plan.Gateway is { } gateway)
        {
            // Its old value may be a secret.
            if (Environment.GetEnvironmentVariable(name) is { } old && old != gateway.ToString())
            {
                log.Say(LogEventLevel.Information, EventNames.ExportGatewayReplaced, "{Name:l} was set already; its value is replaced by the gateway's address", name);
            }

            Environment.SetEnvironmentVariable(name, gateway.ToString());
        }
        else
        {
            log.Say(LogEventLevel.Warning, EventNames.ExportGatewayNotSet, "{Name:l} is not set: in {Mode:l} mode no gateway leads to the host", name, plan.Mode.Name());
        }
    }
}
