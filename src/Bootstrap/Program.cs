using System.Runtime.Versioning;
using System.Text;
using Bootstrap.CommandLine;
using Bootstrap.Network;
using Bootstrap.Network.Cim;
using Bootstrap.Windows;
using Bootstrap.Workload;
using Serilog;
using Serilog.Events;

namespace Bootstrap;

/// <summary>The whole run, top to bottom: look, decide, act, run.</summary>
internal static class Program
{
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
            (log ?? StderrLog.Create(LogEventLevel.Information, LogFormat.Text)).Fatal(defect, "this is a defect of bootstrap, please report it");
            return ExitCode.NetworkFailed;
        }
#pragma warning restore CA1031
    }

    [SupportedOSPlatform("windows")]
    private static int ShowPlan(Settings settings, ILogger log)
    {
        var plan = MakePlan(settings, log, Thread.Sleep, out var network);
        using (network)
        {
            using var output = Console.OpenStandardOutput();
            output.Write(Encoding.UTF8.GetBytes(settings.OutputFormat == OutputFormat.Json
                ? PlanText.ToJson(plan, network?.Backend)
                : PlanText.ToText(plan, network?.Backend)));
        }

        return ExitCode.Success;
    }

    [SupportedOSPlatform("windows")]
    private static int Run(Invocation invocation, ILogger log)
    {
        var settings = invocation.Settings;
        StopEvents.Listen();

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
        using var workload = WorkloadProcess.Start(command);
        StopEvents.HandOver(stop => settings.Stop.OnStop(stop, workload, log));
        return unchecked((int)workload.WaitForExit());
    }

    [SupportedOSPlatform("windows")]
    private static void SetUpNetwork(Settings settings, ILogger log)
    {
        var plan = MakePlan(settings, log, StopEvents.Sleep, out var network);
        using (network)
        {
            log.Information("{Mode:l}: {Reason:l}", plan.Mode.Name(), plan.Reason);
            foreach (var warning in plan.Warnings)
            {
                log.Warning("{Warning:l}", warning);
            }

            if (network is not null)
            {
                new NetworkSetup(network, TimeProvider.System, StopEvents.Sleep, log).Apply(plan);
            }
        }

        if (settings.ExportGateway is { } name)
        {
            ExportGateway(name, plan, log);
        }
    }

    /// <summary>Decides, and looks at the network only where that is needed; <paramref name="network"/> is null where it is not.</summary>
    [SupportedOSPlatform("windows")]
    private static Plan MakePlan(Settings settings, ILogger log, Action<TimeSpan> sleep, out INetwork? network)
    {
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        network = null;
        if (Planner.WithoutLooking(environment, settings.Plan) is { } plan)
        {
            return plan;
        }

        network = CimNetwork.Connect();
        try
        {
            return new NetworkSetup(network, TimeProvider.System, sleep, log).MakePlan(environment, settings.Plan, settings.NetworkTimeout);
        }
        catch
        {
            network.Dispose();
            throw;
        }
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
