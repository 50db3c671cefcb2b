using System.Globalization;
using System.Text;
using Bootstrap.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace Bootstrap.Logging;

/// <summary>The log: one line per message, on stderr. stdout belongs to the workload.</summary>
internal static class StderrLog
{
    private const string TextTemplate = "bootstrap: {Level:w3} {Message:lj}{NewLine}{Exception}";
    private const string TextTemplateWithHint = "bootstrap: {Level:w3} {Message:lj} {Hint}{NewLine}{Exception}";

    /// <summary>
    /// The longest that a log line delays the workload's start, or a stop: stderr may be a pipe without a reader.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>One writer for all loggers of this process.</summary>
    private static readonly BoundedWriter Stderr = new(Console.OpenStandardError(), Patience);

    /// <summary>
    /// Call it before the process ends. A line that another thread is writing is finished first, within the time limit
    /// of a line, and further lines are prevented.
    /// </summary>
    public static void Finish() => Stderr.Finish();

    /// <summary>
    /// Creates the logger. It writes at once, without a buffer: it needs no flush and no disposal. Errors are written
    /// at every level, because an error explains our exit code.
    /// </summary>
    public static ILogger Create(LogEventLevel level, LogFormat format)
    {
        ITextFormatter formatter = format == LogFormat.Json ? new RenderedCompactJsonFormatter() : new TextFormatter();
        return new LoggerConfiguration()
            .MinimumLevel.Is(level < LogEventLevel.Error ? level : LogEventLevel.Error)
            .WriteTo.Sink(new Sink(formatter))
            .CreateLogger();
    }

    /// <summary>
    /// Logs an expected failure as one line, and its stack at debug level. In JSON the hint and the exit code are
    /// properties. The message is plain text: a template with one property would contain it twice.
    /// </summary>
    public static void Failure(this ILogger log, LogEventLevel level, BootstrapException failure)
    {
        var properties = new List<LogEventProperty> { new("Event", new ScalarValue(failure.EventName)) };
        if (failure.Hint is { } hint)
        {
            properties.Add(new LogEventProperty("Hint", new ScalarValue(SingleLine.Of(hint))));
        }

        if (level >= LogEventLevel.Error)
        {
            properties.Add(new LogEventProperty("ExitCode", new ScalarValue(failure.ExitCode)));
        }

        var message = SingleLine.Of(failure.Message);
        log.Write(
            new LogEvent(
                DateTimeOffset.Now, level, exception: null, new MessageTemplate(message, [new TextToken(message)]),
                properties
            )
        );
        log.Detail(failure, "where it failed");
    }

    /// <summary>Logs a message, with its name as the property <c>Event</c>.</summary>
    /// <param name="log">The log.</param>
    /// <param name="message">One of <see cref="Messages"/>.</param>
    /// <param name="values">The values of its placeholders, in their order.</param>
    /// <remarks>
    /// Text may come from Windows or WMI, such as an adapter's alias. Its line breaks are removed.
    /// </remarks>
    public static void Say(this ILogger log, Message message, params object?[] values) =>
        Write(
            log, message.Level, exception: null, message.Template,
            Array.ConvertAll(values, value => value is string text ? SingleLine.Of(text) : value), message.Name);

    /// <summary>Logs a detail, at debug level.</summary>
    public static void Detail(this ILogger log, string template, params object?[] values) =>
        Write(log, LogEventLevel.Debug, exception: null, template, values);

    /// <summary>Logs an exception with its stack, at debug level.</summary>
    public static void Detail(this ILogger log, Exception exception, string text) =>
        Write(log, LogEventLevel.Debug, exception, text, []);

    /// <summary>Logs an internal error as one line, and its stack at debug level.</summary>
    /// <param name="log">The log.</param>
    /// <param name="message">One of <see cref="Messages"/> that takes the exception's type and message.</param>
    /// <param name="exception">The exception.</param>
    public static void InternalError(this ILogger log, Message message, Exception exception)
    {
        log.Say(message, exception.GetType().FullName, exception.Message);
        log.Detail(exception, "where it failed");
    }

    /// <remarks>
    /// Not <see cref="ILogger.Write(LogEventLevel, string)"/>: it reads the current Activity for each event. The first
    /// use of that type creates two GUIDs from random numbers and adds 14 KB to the exe; this program has no Activity.
    /// </remarks>
    private static void Write(
        ILogger log, LogEventLevel level, Exception? exception, string template, object?[] values, string? name = null
    )
    {
        if (!log.IsEnabled(level) || !log.BindMessageTemplate(template, values, out var parsed, out var bound))
        {
            return;
        }

        var properties = new List<LogEventProperty>(bound);
        if (name is not null)
        {
            properties.Add(new LogEventProperty("Event", new ScalarValue(name)));
        }

        log.Write(new LogEvent(DateTimeOffset.Now, level, exception, parsed, properties));
    }

    /// <summary>Writes the message, followed by the hint if there is one.</summary>
    private sealed class TextFormatter : ITextFormatter
    {
        private readonly MessageTemplateTextFormatter _plain = new(TextTemplate, CultureInfo.InvariantCulture);
        private readonly MessageTemplateTextFormatter _withHint = new(
            TextTemplateWithHint, CultureInfo.InvariantCulture
        );

        public void Format(LogEvent logEvent, TextWriter output) =>
            (logEvent.Properties.ContainsKey("Hint") ? _withHint : _plain).Format(logEvent, output);
    }

    /// <summary>
    /// Replaces Serilog's console sink, which changes the console modes of stdin and stdout on Windows: they belong to
    /// the workload.
    /// </summary>
    private sealed class Sink(ITextFormatter formatter) : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            using var line = new StringWriter(CultureInfo.InvariantCulture);
            formatter.Format(logEvent, line);

            // UTF-8 in every code page: programs read container logs.
            Stderr.Write(Encoding.UTF8.GetBytes(line.ToString()));
        }
    }
}
