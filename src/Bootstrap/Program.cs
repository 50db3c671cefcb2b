using Bootstrap.CommandLine;
using Bootstrap.Commands;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Serilog;
using Serilog.Events;

namespace Bootstrap;

/// <summary>Parses the command line, runs the command, and turns each failure into a line and an exit code.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var exitCode = Run(arguments);
        StderrLog.Finish();
        if (OperatingSystem.IsWindows())
        {
            CurrentProcess.End(unchecked((uint)exitCode));
        }

        return exitCode;
    }

    private static int Run(string[] arguments)
    {
        ILogger? log = null;
        try
        {
            var parsed = Parse(arguments, Environment.GetEnvironmentVariable);
            if (parsed is not Invocation invocation)
            {
                return ((InformationRequest)parsed).Print();
            }

            log = StderrLog.Create(invocation.Settings.LogLevel, invocation.Settings.LogFormat);
            MisspeltVariable.Warn(Environment.GetEnvironmentVariables().Keys, log);
            return Choose(invocation, arguments, log).Execute();
        }
        catch (BootstrapException failure)
        {
            log ??= StderrLog.Create(LogEventLevel.Information, LogFormatForUsageErrors());
            log.Failure(LogEventLevel.Error, failure);
            return failure.ExitCode;
        }
#pragma warning disable CA1031 // An internal error must end in a log line and an exit code, not in a crash.
        catch (Exception exception)
        {
            log ??= StderrLog.Create(LogEventLevel.Information, LogFormat.Text);
            log.InternalError(Messages.Defect, exception);
            return ExitCode.SetupFailed;
        }
#pragma warning restore CA1031
    }

    private static ParsedCommandLine Parse(string[] arguments, Func<string, string?> variable) =>
        OperatingSystem.IsWindows()
            ? Invocation.Parse(CurrentProcess.CommandLine, variable)
            : Invocation.ParseElsewhere(arguments, variable);

    private static ICommand Choose(Invocation invocation, string[] arguments, ILogger log) => invocation switch
    {
        { Settings.Snapshot: { } file } =>
            new SnapshotPlanCommand(file, variable => ((Invocation)Parse(arguments, variable)).Settings),
        _ when !OperatingSystem.IsWindows() => throw new BootstrapException(Messages.NotWindows, []),
        { Verb: Verb.Plan } => new PlanCommand(invocation.Settings, log),
        { Verb: Verb.Check } => new CheckCommand(invocation.Settings, log),
        _ => new RunCommand(invocation.Settings, invocation.Workload, log),
    };

    /// <summary>The log format when the command line could not be read.</summary>
    private static LogFormat LogFormatForUsageErrors() => OperatingSystem.IsWindows()
        ? Invocation.LogFormatOf(CurrentProcess.CommandLine, Environment.GetEnvironmentVariable)
        : LogFormat.Text;
}
