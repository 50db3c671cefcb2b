using System.Net;

namespace Bootstrap.CommandLine;

/// <summary>
/// An environment variable of the workload that contains the gateway's address:
/// <c>--export-gateway NAME[=TEMPLATE]</c>.
/// </summary>
/// <remarks>
/// Settings contain the text, <c>NAME=TEMPLATE</c>: lists of a separate type would add 5 KB to the exe.
/// </remarks>
internal static class ExportedGateway
{
    /// <summary>Replaced by the address.</summary>
    public const string Placeholder = "{gateway}";

    public const string Allowed =
        "NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials "
        + "or of bootstrap";

    /// <summary>
    /// Variables that would break Windows or the task's credentials if they contained an address. Users may set other
    /// AWS variables (AWS_XRAY_DAEMON_ADDRESS, AWS_ENDPOINT_URL).
    /// </summary>
    private const string Taken =
        ";ComSpec;OS;PATH;PATHEXT;ProgramData;ProgramFiles;PSModulePath;SystemDrive;SystemRoot;TEMP;TMP;USERPROFILE;"
        + "windir;"
        + "AWS_ACCESS_KEY_ID;AWS_SECRET_ACCESS_KEY;AWS_SESSION_TOKEN;AWS_PROFILE;AWS_DEFAULT_PROFILE;AWS_CONFIG_FILE;"
        + "AWS_SHARED_CREDENTIALS_FILE;AWS_WEB_IDENTITY_TOKEN_FILE;AWS_ROLE_ARN;AWS_ROLE_SESSION_NAME;AWS_REGION;"
        + "AWS_DEFAULT_REGION;AWS_EXECUTION_ENV;AWS_EC2_METADATA_DISABLED;";

    /// <summary>Prefixes of the variables of the ECS agent and of EKS.</summary>
    private const string TakenPrefixes = "AWS_CONTAINER_;ECS_CONTAINER_METADATA_;ECS_AGENT_URI";

    /// <summary>Parses one value of the option; adds the template if it is missing.</summary>
    public static Parsed<string>? Parse(string text)
    {
        var value = text.Contains('=', StringComparison.Ordinal) ? text : $"{text}={Placeholder}";
        return IsAllowed(NameOf(value)) && TemplateOf(value).Contains(Placeholder, StringComparison.Ordinal)
            ? new Parsed<string>(value)
            : null;
    }

    /// <summary>The variable's name.</summary>
    public static string NameOf(string value) => value[..value.IndexOf('=', StringComparison.Ordinal)];

    /// <summary>The variable's value.</summary>
    public static string ValueFor(string value, IPAddress gateway) =>
        TemplateOf(value).Replace(Placeholder, gateway.ToString(), StringComparison.Ordinal);

    private static string TemplateOf(string value) => value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private static bool IsAllowed(string name)
    {
        foreach (var prefix in TakenPrefixes.Split(';'))
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        // The prefix of bootstrap's variables is not refused: Kafka has BOOTSTRAP_SERVERS.
        return name.Length > 0
            && !name.Any(character => character == ';' || char.IsControl(character) || char.IsWhiteSpace(character))
            && !Taken.Contains($";{name};", StringComparison.OrdinalIgnoreCase)
            && !Options.Variables.HasName(name);
    }
}
