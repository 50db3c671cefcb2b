using System.Buffers.Binary;
using System.Net;

namespace Bootstrap.Network;

/// <summary>One IPv4 address of an interface.</summary>
/// <param name="InterfaceIndex">The interface.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Length of its subnet's prefix, 0 to 32.</param>
/// <param name="State">Whether it can be used.</param>
internal sealed record InterfaceAddress(uint InterfaceIndex, IPAddress Address, int PrefixLength, AddressState State)
{
    private static readonly IPNetwork Automatic = IPNetwork.Parse("169.254.0.0/16");

    /// <summary>
    /// Windows assigns 169.254.x.y/16 (APIPA, RFC 3927) to an interface that gets no address: the container has lost
    /// its address. The bridge of Fargate has a link-local address with a longer prefix.
    /// </summary>
    public bool IsAutomatic => PrefixLength == Automatic.PrefixLength && Automatic.Contains(Address);

    /// <summary>Whether packets to a gateway can be sent from this address.</summary>
    public bool IsUsable => State is AddressState.Preferred or AddressState.Deprecated && !IsAutomatic;

    /// <summary>Whether <paramref name="address"/> is the broadcast address of its subnet.</summary>
    public bool IsBroadcast(IPAddress address)
    {
        if (PrefixLength is < 1 or > 30)
        {
            return false;
        }

        var hostBits = uint.MaxValue >> PrefixLength;
        return ToNumber(address) == (ToNumber(Address) | hostBits);
    }

    /// <summary>Such as "172.30.12.34/20 (tentative)".</summary>
    public override string ToString() =>
        $"{Address}/{PrefixLength} ({(IsAutomatic ? "automatic, APIPA" : State.Name())})";

    private static uint ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }
}
