namespace Bootstrap.CommandLine;

/// <summary>The value of <c>--service-environment</c>.</summary>
internal static class ServiceName
{
    /// <summary>The name for the services of IIS, which share one process.</summary>
    private const string Iis = "iis";

    /// <summary>WAS comes first: W3SVC depends on it.</summary>
    private static readonly string[] ServicesOfIis = ["WAS", "W3SVC"];

    public const string Allowed =
        @"iis or a service's name, as sc query shows it (at most 256 characters, no / and no \)";

    /// <summary>
    /// Parses one value (https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-createservicew).
    /// </summary>
    public static Parsed<string>? Parse(string text) =>
        !string.IsNullOrWhiteSpace(text)
        && text.Length <= 256
        && !text.Any(character => character is '/' or '\\' || char.IsControl(character))
            ? new Parsed<string>(text)
            : null;

    /// <summary>The services that the names stand for, without duplicates.</summary>
    public static List<string> Expand(IReadOnlyList<string> names)
    {
        var services = new List<string>();
        foreach (var name in names)
        {
            foreach (
                var service in string.Equals(name, Iis, StringComparison.OrdinalIgnoreCase) ? ServicesOfIis : [name]
            )
            {
                if (!services.Exists(other => string.Equals(other, service, StringComparison.OrdinalIgnoreCase)))
                {
                    services.Add(service);
                }
            }
        }

        return services;
    }
}
