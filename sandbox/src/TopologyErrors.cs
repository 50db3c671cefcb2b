using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sandbox;

/// <summary>Translates messages of the JSON reader from .NET's terms into a topology's.</summary>
internal static partial class TopologyErrors
{
    public static string Describe(JsonException error)
    {
        // The message ends with the path, the line and the position, which the caller reports itself.
        var message = error.Message.Split(" Path:", 2)[0];
        var member = (error.Path ?? "$").Split('.')[^1];

        return Unknown().Match(message) is { Success: true } unknown
                ? $"there is no member '{unknown.Groups[1].Value}'; there are {Members(unknown.Groups[2].Value)}"
            : Missing().Match(message) is { Success: true } missing ? $"{missing.Groups[1].Value} must be given"
            : Null().Match(message) is { Success: true } isNull ? $"'{isNull.Groups[1].Value}' must not be null"
            : Conversion().Match(message) is { Success: true } conversion
                ? $"{member} must be {Kind(conversion.Groups[1].Value)}"
            : message;
    }

    private static string Members(string type) =>
        string.Join(", ", typeof(Topology).Assembly.GetType(type)!.GetProperties()
            .Where(property => property.GetMethod!.IsPublic && !property.GetMethod.IsStatic)
            .Select(property => Json(property.Name)));

    private static string Kind(string type) => type switch
    {
        "System.String" => "a text",
        "System.Boolean" => "true or false",
        "System.Int32" => "a whole number",
        _ when typeof(Topology).Assembly.GetType(type) is { IsEnum: true } words =>
            "one of " + string.Join(", ", Enum.GetNames(words).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)),
        _ when type.Contains("IReadOnlyList", StringComparison.Ordinal) => "a list: [...]",
        _ => "an object: {...}",
    };

    private static string Json(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"The JSON property '(.*)' could not be mapped to any .NET member contained in type '(.*)'\.")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"was missing required properties including: (.*)\.")]
    private static partial Regex Missing();

    [GeneratedRegex(@"The property or field '(.*)' on type '.*' doesn't allow setting null values")]
    private static partial Regex Null();

    [GeneratedRegex(@"The JSON value could not be converted to (.*)\.$")]
    private static partial Regex Conversion();
}
