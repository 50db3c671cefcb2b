using System.Net;
using System.Net.Sockets;

namespace Bootstrap.Ecs;

/// <summary>The link-local prefixes of cloud services, and their names in <c>--route</c>.</summary>
internal static class LinkLocal
{
    /// <summary>Task-role credentials and task metadata, served by the ECS agent.</summary>
    public static readonly IPNetwork Credentials = IPNetwork.Parse("169.254.170.2/32");

    /// <summary>EC2 instance metadata (also Google's metadata server).</summary>
    public static readonly IPNetwork Metadata = IPNetwork.Parse("169.254.169.254/32");

    /// <summary>The EKS Pod Identity agent.</summary>
    public static readonly IPNetwork EksPodIdentity = IPNetwork.Parse("169.254.170.23/32");

    /// <summary>The routes that an ECS task on EC2 needs and that AWS's script adds.</summary>
    public static readonly IReadOnlyList<IPNetwork> Default = [Credentials, Metadata];

    /// <summary>The link-local block of RFC 3927. <c>--route</c> accepts only prefixes inside it.</summary>
    private static readonly IPNetwork Block = IPNetwork.Parse("169.254.0.0/16");

    public const string Allowed =
        "credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as "
        + "169.254.170.2/32 (all bits after the prefix length must be 0)";

    /// <summary>The name of a prefix in <c>--route</c>, or the prefix.</summary>
    public static string NameOf(IPNetwork prefix) => prefix switch
    {
        _ when prefix.Equals(Credentials) => "credentials",
        _ when prefix.Equals(Metadata) => "metadata",
        _ when prefix.Equals(EksPodIdentity) => "eks-pod-identity",
        _ => prefix.ToString(),
    };

    /// <summary>
    /// Parses a name, or a prefix inside 169.254.0.0/16. An address without a prefix length is a /32. Null for other
    /// text.
    /// </summary>
    public static IPNetwork? TryParse(string text) => text.ToLowerInvariant() switch
    {
        "credentials" => Credentials,
        "metadata" => Metadata,
        "eks-pod-identity" => EksPodIdentity,
        _ => TryParsePrefix(text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/32"),
    };

    private static IPNetwork? TryParsePrefix(string text) =>
        IPNetwork.TryParse(text, out var prefix)
        && prefix.BaseAddress.AddressFamily == AddressFamily.InterNetwork
        && prefix.PrefixLength >= Block.PrefixLength
        && Block.Contains(prefix.BaseAddress)
        // The BCL also parses "169.254/16" and hexadecimal parts; only the usual form is allowed.
        && prefix.ToString() == text
            ? prefix
            : null;
}
