namespace Bootstrap.Network;

/// <summary>What to do about failures that several backends have in common.</summary>
internal static class Hints
{
    public const string Administrator =
        "Only an administrator may change routes: put USER ContainerAdministrator into the Dockerfile (the default "
        + "user of Nano Server is ContainerUser).";

    /// <summary>What to do about a Win32 error when adding a route, or null.</summary>
    public static string? ForRoute(uint error) => error switch
    {
        5 => Administrator,

        // ERROR_INVALID_PARAMETER, ERROR_NOT_FOUND, ERROR_NETWORK_UNREACHABLE, ERROR_HOST_UNREACHABLE.
        87 or 1168 or 1231 or 1232 =>
            "A gateway must be inside a subnet of its interface: check --gateway and --interface if they are set.",
        _ => null,
    };
}
