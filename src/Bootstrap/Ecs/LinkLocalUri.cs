using System.Net;
using System.Net.Sockets;

namespace Bootstrap.Ecs;

/// <summary>
/// The only addresses that bootstrap sends requests to: plain http to a numeric link-local IPv4 address. A variable of
/// the image or the task could name another address, which would then receive the task's authorization token.
/// </summary>
internal static class LinkLocalUri
{
    /// <summary>The address of the ECS agent's endpoints.</summary>
    public const string EcsAddress = "169.254.170.2";

    /// <summary>The address of the EKS Pod Identity Agent.</summary>
    public const string EksAddress = "169.254.170.23";

    private static readonly System.Net.IPNetwork Block = System.Net.IPNetwork.Parse("169.254.0.0/16");

    /// <summary>Parses a URI; null if bootstrap must not send requests to it.</summary>
    public static Uri? TryParse(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttp
        && uri.UserInfo.Length == 0
        && IPAddress.TryParse(uri.Host, out var address)
        && address.AddressFamily == AddressFamily.InterNetwork
        && Block.Contains(address)
            ? uri
            : null;

    /// <summary>
    /// Parses AWS_CONTAINER_CREDENTIALS_FULL_URI; null for any other address than these two, because then bootstrap
    /// does not know what the workload gets there.
    /// </summary>
    public static Uri? TryParseCredentials(string? text) =>
        TryParse(text) is { Host: EcsAddress or EksAddress } uri ? uri : null;
}
