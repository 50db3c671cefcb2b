using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Parsing;

namespace Bootstrap.Logging;

/// <summary>A log message: one of the values of <see cref="Messages"/>.</summary>
/// <param name="Name">
/// The property <c>Event</c> of a JSON line. Alarms and searches use it: it must not change when the text does.
/// </param>
/// <param name="Level">
/// The level. For a failure <see cref="StderrLog.Failure"/> chooses: error if it ends the run, warning if not.
/// </param>
/// <param name="Template">
/// The text. A placeholder is <c>{Name:FORMAT}</c>; <c>l</c> means text without quotes
/// (https://messagetemplates.org, https://github.com/serilog/serilog/wiki/Formatting-Output).
/// </param>
/// <param name="ExitCode">One of <see cref="Logging.ExitCode"/>, for a failure that ends the run.</param>
/// <param name="Hint">What to do, as a sentence, where it does not depend on data.</param>
internal sealed record Message(
    string Name,
    LogEventLevel Level,
    string Template,
    int? ExitCode = null,
    string? Hint = null)
{
    /// <summary>The text with its values in place of the placeholders, in their order.</summary>
    public string Text(params object?[] values)
    {
        var text = new StringBuilder();
        var next = 0;
        foreach (var token in new MessageTemplateParser().Parse(Template).Tokens)
        {
            text.Append(token is PropertyToken placeholder && next < values.Length
                ? Format(values[next++], placeholder.Format)
                : token.ToString());
        }

        return text.ToString();
    }

    private static string? Format(object? value, string? format) => value is IFormattable formattable
        ? formattable.ToString(format == "l" ? null : format, CultureInfo.InvariantCulture)
        : value?.ToString();
}
