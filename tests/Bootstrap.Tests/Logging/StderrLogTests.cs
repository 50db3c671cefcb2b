using System.Globalization;
using System.Text.Json;
using Bootstrap.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Bootstrap.Tests.Logging;

public class StderrLogTests
{
    [Theory]
    [InlineData(LogEventLevel.Verbose, LogEventLevel.Verbose)]
    [InlineData(LogEventLevel.Warning, LogEventLevel.Warning)]
    [InlineData(LogEventLevel.Error, LogEventLevel.Error)]
    // A failure that ends the run is logged at every level.
    [InlineData(LogEventLevel.Fatal, LogEventLevel.Error)]
    public void Create_AtALevel_WritesThatLevelAndFailuresAlways(LogEventLevel level, LogEventLevel least)
    {
        var log = StderrLog.Create(level, LogFormat.Text);
        Assert.Equal(
            Enum.GetValues<LogEventLevel>().Where(value => value >= least),
            Enum.GetValues<LogEventLevel>().Where(log.IsEnabled)
        );
    }

    [Fact]
    public void Failure_AsJson_HoldsMessageHintAndCodeOnceEach()
    {
        var line = Json(LogEventLevel.Error, Some.Failure("What {failed}\r\nhere.", "Do\nthis."));
        Assert.Equal("What {failed} here.", line.GetProperty("@m").GetString());
        Assert.Equal("Do this.", line.GetProperty("Hint").GetString());
        Assert.Equal(125, line.GetProperty("ExitCode").GetInt32());
        Assert.Equal("some-failure", line.GetProperty("Event").GetString());
        Assert.Equal(
            ["@t", "@m", "@i", "@l", "Event", "Hint", "ExitCode"],
            line.EnumerateObject().Select(member => member.Name)
        );
    }

    [Fact]
    public void Failure_ThatDoesNotEndUs_HasNoExitCode() =>
        Assert.Equal(
            ["@t", "@m", "@i", "@l", "Event"],
            Json(LogEventLevel.Warning, Some.Failure("What failed.")).EnumerateObject().Select(member => member.Name));

    private static JsonElement Json(LogEventLevel level, BootstrapException failure)
    {
        var sink = new JsonSink();
        using var log = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger();
        log.Failure(level, failure);
        return JsonElement.Parse(sink.Text);
    }

    private sealed class JsonSink : ILogEventSink
    {
        public string Text { get; private set; } = string.Empty;

        public void Emit(LogEvent logEvent)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            new RenderedCompactJsonFormatter().Format(logEvent, text);
            Text += text;
        }
    }
}
