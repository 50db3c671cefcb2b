namespace Bootstrap.Network;

/// <summary>What to do about a failure, where more than one backend can meet it.</summary>
internal static class Hints
{
    public const string Administrator =
        "Only an administrator may change routes: put USER ContainerAdministrator into the Dockerfile (Nano Server runs as ContainerUser by default).";

    /// <summary>What to do about a Win32 error at adding a route, or null.</summary>
    public static string? ForRoute(uint error) => error switch
    {
        5 => Administrator,

        // ERROR_INVALID_PARAMETER, ERROR_NOT_FOUND, ERROR_NETWORK_UNREACHABLE, ERROR_HOST_UNREACHABLE.
        87 or 1168 or 1231 or 1232 =>
            "A gateway must lie inside a subnet of its interface: check --gateway and --interface where they are given.",
        _ => null,
    };
}
