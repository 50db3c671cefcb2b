using System.Text;
using Bootstrap.CommandLine;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Bootstrap;

/// <summary>Our words, all of them on stderr, one line each. stdout belongs to the workload.</summary>
internal static class StderrLog
{
    private const string TextTemplate = "bootstrap: {Level:w3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Makes the logger. It writes at once and holds nothing back, so nothing has to be flushed or disposed.</summary>
    public static ILogger Create(LogEventLevel level, LogFormat format)
    {
        // UTF-8 whatever the console's code page: container logs are read by machines first. It also spares the
        // start-up cost of looking the code page up.
#pragma warning disable CA2000 // Both live as long as the process.
        Console.SetError(new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
        var configuration = new LoggerConfiguration().MinimumLevel.Is(level);
        return (format == LogFormat.Json
            ? configuration.WriteTo.Console(new RenderedCompactJsonFormatter(), standardErrorFromLevel: LevelAlias.Minimum)
            : configuration.WriteTo.Console(
                outputTemplate: TextTemplate,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                standardErrorFromLevel: LevelAlias.Minimum,
                theme: Serilog.Sinks.SystemConsole.Themes.ConsoleTheme.None)).CreateLogger();
#pragma warning restore CA2000
    }

    /// <summary>Logs an expected failure: one line, and the stack only for those who asked for debug.</summary>
    public static void Failure(this ILogger log, LogEventLevel level, BootstrapException failure)
    {
        log.Write(level, "{Failure:l}", failure.OneLine);
        log.Debug(failure, "where it failed");
    }
}
