using System.Globalization;
using System.Text;
using Bootstrap.CommandLine;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Bootstrap;

/// <summary>Our words, all of them on stderr, one line each. stdout belongs to the workload.</summary>
internal static class StderrLog
{
    private const string TextTemplate = "bootstrap: {Level:w3} {Message:lj}{NewLine}{Exception}";

    /// <summary>How long a stop waits for somebody to take our last words: stderr may be a pipe that nobody reads.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the logger. It writes at once and holds nothing back, so nothing has to be flushed or disposed.</summary>
    public static ILogger Create(LogEventLevel level, LogFormat format) => new LoggerConfiguration()
        .MinimumLevel.Is(level)
        .WriteTo.Sink(new Sink(format == LogFormat.Json
            ? new RenderedCompactJsonFormatter()
            : new MessageTemplateTextFormatter(TextTemplate, CultureInfo.InvariantCulture)))
        .CreateLogger();

    /// <summary>Logs an expected failure: one line, and the stack only for those who asked for debug.</summary>
    public static void Failure(this ILogger log, LogEventLevel level, BootstrapException failure)
    {
        log.Write(level, "{Failure:l}", failure.OneLine);
        log.Debug(failure, "where it failed");
    }

    /// <summary>Writes without waiting for long, for moments in which something more important than the line is next.</summary>
    public static void WithoutBlocking(Action write)
    {
        var writer = new Thread(() => write()) { IsBackground = true };
        writer.Start();
        writer.Join(LastWords);
    }

    /// <summary>
    /// Not Serilog's console sink: on Windows that one switches the console's modes, stdin's and stdout's, which are the
    /// workload's. Serilog itself catches what a sink throws, so a stderr that is gone is no failure.
    /// </summary>
    private sealed class Sink(ITextFormatter formatter) : ILogEventSink
    {
        private readonly Stream _stderr = Console.OpenStandardError();
        private readonly Lock _oneLineAtATime = new();

        public void Emit(LogEvent logEvent)
        {
            using var line = new StringWriter(CultureInfo.InvariantCulture);
            formatter.Format(logEvent, line);

            // UTF-8 whatever the console's code page: container logs are read by machines first.
            var bytes = Encoding.UTF8.GetBytes(line.ToString());
            lock (_oneLineAtATime)
            {
                _stderr.Write(bytes);
                _stderr.Flush();
            }
        }
    }
}
