using Bootstrap.Services;

namespace Bootstrap.CommandLine;

/// <summary>The value of <c>--service-environment</c>.</summary>
internal static class ServiceName
{
    /// <summary>The name for the services of IIS.</summary>
    private const string Iis = "iis";

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
    public static List<string> Expand(List<string> names)
    {
        var services = new List<string>();
        foreach (var name in names)
        {
            var isIis = string.Equals(name, Iis, StringComparison.OrdinalIgnoreCase);
            foreach (var service in isIis ? ServiceOptions.Iis.Split(',') : [name])
            {
                services.AddOnce(service);
            }
        }

        return services;
    }
}
