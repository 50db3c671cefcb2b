using System.Runtime.Versioning;
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
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        string? backend = null;
        var plan = Planner.WithoutLooking(environment, settings.Plan);
        if (plan is null)
        {
            using var network = CimNetwork.Connect();
            backend = network.Backend;
            plan = new NetworkSetup(network, TimeProvider.System, Thread.Sleep, log).MakePlan(environment, settings.Plan, settings.NetworkTimeout);
        }

        using var output = Console.OpenStandardOutput();
        output.Write(System.Text.Encoding.UTF8.GetBytes(
            settings.OutputFormat == OutputFormat.Json ? PlanText.ToJson(plan, backend) : PlanText.ToText(plan, backend)));
        return ExitCode.Success;
    }

    [SupportedOSPlatform("windows")]
    private static int Run(Invocation invocation, ILogger log)
    {
        // 1. Find the workload's program: that it is missing should be said at once, not after a wait for the network.
        var command = WorkloadCommand.Resolve(invocation.Workload, new ProgramLookup(
            Environment.CurrentDirectory,
            Environment.GetEnvironmentVariable("PATH"),
            Environment.GetEnvironmentVariable("PATHEXT"),
            File.Exists));

        // 2. Look at the network, decide, and act on it.
        try
        {
            SetUpNetwork(invocation.Settings, log);
        }
        catch (BootstrapException failure) when (invocation.Settings.OnFailure == FailureAction.Continue)
        {
            log.Failure(LogEventLevel.Warning, failure);
            log.Warning("the workload is run all the same, as --on-failure continue asks");
        }

        // 3. From now on the workload decides when a stop ends.
        ConsoleEvents.LeaveToWorkload();

        // 4. Run it, and end as it ends.
        log.Debug("starting {Program}", command.ProgramPath);
        using var workload = WorkloadProcess.Start(command);
        return unchecked((int)workload.WaitForExit());
    }

    [SupportedOSPlatform("windows")]
    private static void SetUpNetwork(Settings settings, ILogger log)
    {
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        if (Planner.WithoutLooking(environment, settings.Plan) is { } skip)
        {
            log.Information("{Mode:l}: {Reason:l}", skip.Mode.Name(), skip.Reason);
            return;
        }

        using var network = CimNetwork.Connect();
        var setup = new NetworkSetup(network, TimeProvider.System, Thread.Sleep, log);
        var plan = setup.MakePlan(environment, settings.Plan, settings.NetworkTimeout);
        log.Information("{Mode:l}: {Reason:l}", plan.Mode.Name(), plan.Reason);
        foreach (var warning in plan.Warnings)
        {
            log.Warning("{Warning:l}", warning);
        }

        setup.Apply(plan);
    }
}
