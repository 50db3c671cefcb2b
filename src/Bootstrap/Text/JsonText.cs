using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bootstrap.Text;

/// <summary>The format of our JSON, and reading of JSON that may be damaged or hostile.</summary>
internal static class JsonText
{
    /// <summary>Indented, with unescaped quotes: the strict encoder is only needed for JSON inside HTML.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document; null when it is not JSON, or is nested too deeply.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member that is a string and not empty; null for anything else.</summary>
    public static string? Text(this JsonElement element, string name) =>
        Read(() =>
            element.Member(name) is { ValueKind: JsonValueKind.String } value
            && value.GetString() is { Length: > 0 } text
                ? text
                : null
        );

    /// <summary>A member; undefined if it does not exist.</summary>
    public static JsonElement Member(this JsonElement element, string name) => Read(() =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default);

    /// <summary>The parser checks escapes and UTF-8 only when a name or a string is read, and then throws.</summary>
    private static T? Read<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
