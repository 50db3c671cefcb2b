using System.Net;
using System.Net.Sockets;

namespace Bootstrap.Ecs;

/// <summary>The link-local prefixes that cloud services answer at, by the names that <c>--route</c> knows.</summary>
internal static class LinkLocal
{
    /// <summary>Task-role credentials and task metadata, served by the ECS agent.</summary>
    public static readonly IPNetwork Credentials = IPNetwork.Parse("169.254.170.2/32");

    /// <summary>EC2 instance metadata (also Google's metadata server).</summary>
    public static readonly IPNetwork Metadata = IPNetwork.Parse("169.254.169.254/32");

    /// <summary>The EKS Pod Identity agent.</summary>
    public static readonly IPNetwork EksPodIdentity = IPNetwork.Parse("169.254.170.23/32");

    /// <summary>What an ECS task on EC2 needs; what AWS's script adds.</summary>
    public static readonly IReadOnlyList<IPNetwork> Default = [Credentials, Metadata];

    /// <summary>
    /// What may be routed at all: RFC 3927's link-local block. Anything else is none of our business.
    /// </summary>
    private static readonly IPNetwork Block = IPNetwork.Parse("169.254.0.0/16");

    public const string Allowed =
        "credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as 169.254.170.2/32 (all bits behind the prefix 0)";

    /// <summary>The name that <c>--route</c> knows a prefix by, or the prefix itself.</summary>
    public static string NameOf(IPNetwork prefix) =>
        prefix.Equals(Credentials) ? "credentials"
        : prefix.Equals(Metadata) ? "metadata"
        : prefix.Equals(EksPodIdentity) ? "eks-pod-identity"
        : prefix.ToString();

    /// <summary>
    /// Reads a name, or a prefix inside 169.254.0.0/16; an address alone is the prefix that holds it alone.
    /// </summary>
    public static bool TryParse(string text, out IPNetwork prefix)
    {
        switch (text.ToLowerInvariant())
        {
            case "credentials":
                prefix = Credentials;
                return true;
            case "metadata":
                prefix = Metadata;
                return true;
            case "eks-pod-identity":
                prefix = EksPodIdentity;
                return true;
            default:
                var written = text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/32";
                return IPNetwork.TryParse(written, out prefix)
                    && prefix.BaseAddress.AddressFamily == AddressFamily.InterNetwork
                    && prefix.PrefixLength >= Block.PrefixLength
                    && Block.Contains(prefix.BaseAddress)
                    // The BCL reads "169.254/16" and hexadecimal parts too; only the form that we print is meant.
                    && prefix.ToString() == written;
        }
    }
}
