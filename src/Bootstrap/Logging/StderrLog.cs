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

/// <summary>Our words, all of them on stderr, one line each. stdout belongs to the workload.</summary>
internal static class StderrLog
{
    private const string TextTemplate = "bootstrap: {Level:w3} {Message:lj}{NewLine}{Exception}";
    private const string TextTemplateWithHint = "bootstrap: {Level:w3} {Message:lj} {Hint}{NewLine}{Exception}";

    /// <summary>
    /// How long the workload, or a stop, waits for somebody to take our words: stderr may be a pipe that nobody reads.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>The one stderr of this process, whatever the number of loggers.</summary>
    private static readonly BoundedWriter Stderr = new(Console.OpenStandardError(), Patience);

    /// <summary>
    /// To be called before the process ends: a line that another thread has begun to write is written first, within the
    /// bound of every line, and no other line is begun.
    /// </summary>
    public static void Finish() => Stderr.Finish();

    /// <summary>
    /// Makes the logger. It writes at once and holds nothing back, so nothing has to be flushed or disposed, and it
    /// never waits for long. An error is what we end with, and is written at every level: an exit code without a word
    /// would help nobody.
    /// </summary>
    public static ILogger Create(LogEventLevel level, LogFormat format) => new LoggerConfiguration()
        .MinimumLevel.Is(level < LogEventLevel.Error ? level : LogEventLevel.Error)
        .WriteTo.Sink(new Sink(format == LogFormat.Json ? new RenderedCompactJsonFormatter() : new TextFormatter()))
        .CreateLogger();

    /// <summary>
    /// Logs an expected failure: one line, and the stack only for those who asked for debug. In JSON the hint and the
    /// exit code are properties; the message is text, not a template with a property that would repeat it.
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
    /// Text may come from Windows or WMI, such as an adapter's alias: it must not begin a line of its own.
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

    /// <summary>A defect of ours: one line, and the stack for those who asked for debug.</summary>
    /// <param name="log">The log.</param>
    /// <param name="message">One of <see cref="Messages"/> that takes the exception's type and message.</param>
    /// <param name="defect">The exception.</param>
    public static void Defect(this ILogger log, Message message, Exception defect)
    {
        log.Say(message, defect.GetType().FullName, defect.Message);
        log.Detail(defect, "where it failed");
    }

    /// <remarks>
    /// Not <see cref="ILogger.Write(LogEventLevel, string)"/>: for each event it asks for the current Activity, whose
    /// first use takes random numbers and two GUIDs, and 14 KB of the exe. There is never one here.
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

    /// <summary>For people: the message, and the hint behind it where there is one.</summary>
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
    /// Not Serilog's console sink: on Windows that one switches the console's modes, stdin's and stdout's, which are
    /// the workload's.
    /// </summary>
    private sealed class Sink(ITextFormatter formatter) : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            using var line = new StringWriter(CultureInfo.InvariantCulture);
            formatter.Format(logEvent, line);

            // UTF-8 whatever the console's code page: container logs are read by machines first.
            Stderr.Write(Encoding.UTF8.GetBytes(line.ToString()));
        }
    }
}
