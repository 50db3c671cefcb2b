using System.Net;
using System.Net.Sockets;

namespace Bootstrap.Ecs;

/// <summary>
/// The only addresses that this program talks to: plain http to a link-local IPv4 address, given as digits. A variable
/// of the image or the task could name any other, and would get the authorization token of the task sent there.
/// </summary>
internal static class LinkLocalUri
{
    private static readonly System.Net.IPNetwork Block = System.Net.IPNetwork.Parse("169.254.0.0/16");

    /// <summary>Reads a URI; null for any that this program must not talk to.</summary>
    public static Uri? TryParse(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttp
        && uri.UserInfo.Length == 0
        && IPAddress.TryParse(uri.Host, out var address)
        && address.AddressFamily == AddressFamily.InterNetwork
        && Block.Contains(address)
            ? uri
            : null;
}
