using System.Runtime.Versioning;
using System.Text;
using Bootstrap.CommandLine;
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

    private static int Main()
    {
        ILogger? log = null;
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                throw BootstrapException.Usage("bootstrap runs in Windows containers only; this is another system.");
            }

            var invocation = Invocation.Parse(Kernel32.CommandLine, Environment.GetEnvironmentVariable);
            if (invocation.Answer is { } answer)
            {
                return answer();
            }

            log = StderrLog.Create(invocation.Settings.LogLevel, invocation.Settings.LogFormat);
            return invocation.Verb == Verb.Plan ? ShowPlan(invocation.Settings, log) : Run(invocation, log);
        }
        catch (BootstrapException failure)
        {
            (log ?? StderrLog.Create(LogEventLevel.Information, LogFormat.Text)).Failure(LogEventLevel.Error, failure);
            return failure.ExitCode;
        }
#pragma warning disable CA1031 // The last resort: a defect of ours still ends in a line and a code, not in a crash dialog.
        catch (Exception defect)
        {
            log ??= StderrLog.Create(LogEventLevel.Information, LogFormat.Text);
            log.Fatal("this is a defect of bootstrap, please report it: {Type:l}: {Message:l}", defect.GetType().FullName, BootstrapException.SingleLine(defect.Message));
            log.Debug(defect, "where it failed");
            return ExitCode.NetworkFailed;
        }
#pragma warning restore CA1031
    }

    [SupportedOSPlatform("windows")]
    private static int ShowPlan(Settings settings, ILogger log)
    {
        using var network = Connect(settings.Backend, log);
        var plan = MakePlan(settings, network, log, out var backend);
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(settings.OutputFormat == OutputFormat.Json ? PlanText.ToJson(plan, backend) : PlanText.ToText(plan, backend)));
        return ExitCode.Success;
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
        try
        {
            SetUpNetwork(settings, log);
        }
        catch (BootstrapException failure) when (failure.ExitCode == ExitCode.NetworkFailed && settings.OnFailure == FailureAction.Continue)
        {
            log.Failure(LogEventLevel.Warning, failure);
            log.Warning("the workload is run all the same, as --on-failure continue asks");
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
            new Thread(() => Watch(settings, log)) { IsBackground = true }.Start();
        }

        return unchecked((int)workload.WaitForExit());
    }

    [SupportedOSPlatform("windows")]
    private static void SetUpNetwork(Settings settings, ILogger log)
    {
        using var network = Connect(settings.Backend, log);
        var plan = MakePlan(settings, network, log, out _);
        log.Information("{Mode:l}: {Reason:l}", plan.Mode.Name(), plan.Reason);
        foreach (var warning in plan.Warnings)
        {
            log.Warning("{Warning:l}", warning);
        }

        foreach (var route in plan.Routes.Where(route => route.Action == RouteAction.Keep))
        {
            log.Information("route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: {Reason:l}", route.Destination, route.NextHop, route.InterfaceIndex, route.Reason);
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
    private static INetwork Connect(Backend backend, ILogger log)
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

        static BoundedNetwork Cim() => new(CimNetwork.Connect, "cim", CimBound);
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

    /// <summary>By IP Helper whatever the backend: it is what tells of changes, and WMI would be woken for each.</summary>
    [SupportedOSPlatform("windows")]
    private static void Watch(Settings settings, ILogger log)
    {
        if (!NetworkChanges.Listen())
        {
            log.Warning("routes are not watched: Windows does not tell of changes here");
            return;
        }

        using var network = new IpHelperNetwork();
        new RouteWatch(network, TaskEnvironment.Read(Environment.GetEnvironmentVariable), settings.Plan, NetworkChanges.WaitForChange, log).Run();
    }

    /// <summary>The workload inherits our environment, so that is where the variable is set.</summary>
    private static void ExportGateway(string name, Plan plan, ILogger log)
    {
        if (plan.Gateway is { } gateway)
        {
            Environment.SetEnvironmentVariable(name, gateway.ToString());
        }
        else
        {
            log.Warning("{Name:l} is not set: in {Mode:l} mode no gateway leads to the host", name, plan.Mode.Name());
        }
    }
}
