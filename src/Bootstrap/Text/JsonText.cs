using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bootstrap.Text;

/// <summary>How JSON is written, and reading of JSON from sources that may be damaged or hostile.</summary>
internal static class JsonText
{
    /// <summary>Indented, with readable quotes: the strict encoder is for JSON inside HTML.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document; null when it is no JSON, or nested deeper than any that is meant.</summary>
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

    /// <summary>A member that is a text with something in it; null for anything else.</summary>
    public static string? Text(this JsonElement element, string name) =>
        Read(() =>
            element.Member(name) is { ValueKind: JsonValueKind.String } value
            && value.GetString() is { Length: > 0 } text
                ? text
                : null
        );

    /// <summary>A member; undefined where there is none.</summary>
    public static JsonElement Member(this JsonElement element, string name) => Read(() =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default);

    /// <summary>An escape or a byte that is no Unicode shows only when a name or a text is read.</summary>
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
