using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Tests.Windows;

/// <summary>
/// The sizes and offsets of Windows' headers on x64. A wrong one corrupts memory without an error.
/// </summary>
[SupportedOSPlatform("windows")]
public class StructureTests
{
    [Fact]
    public void Sizes_AreThoseOfTheHeaders() => Assert.Equal(
        (104, 1352, 168, 112, 24, 144),
        (
            Marshal.SizeOf<IpHlpApi.IpForwardRow>(),
            Marshal.SizeOf<IpHlpApi.IfRow>(),
            Marshal.SizeOf<IpHlpApi.IpInterfaceRow>(),
            Marshal.SizeOf<Kernel32.StartupInfoEx>(),
            Marshal.SizeOf<Kernel32.ProcessInformation>(),
            Marshal.SizeOf<Kernel32.JobObjectExtendedLimits>()));

    [Theory]
    [InlineData(nameof(IpHlpApi.IpForwardRow.InterfaceLuid), 0)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.InterfaceIndex), 8)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.PrefixFamily), 12)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.PrefixAddress), 16)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.PrefixLength), 40)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.NextHopFamily), 44)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.NextHopAddress), 48)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.SitePrefixLength), 72)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.ValidLifetime), 76)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.PreferredLifetime), 80)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.Metric), 84)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.Protocol), 88)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.Age), 96)]
    [InlineData(nameof(IpHlpApi.IpForwardRow.Origin), 100)]
    public void IpForwardRow_EachField_IsAtItsOffset(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<IpHlpApi.IpForwardRow>(field));

    [Theory]
    [InlineData(nameof(IpHlpApi.IfRow.InterfaceIndex), 8)]
    [InlineData(nameof(IpHlpApi.IfRow.Alias), 28)]
    [InlineData(nameof(IpHlpApi.IfRow.Description), 542)]
    [InlineData(nameof(IpHlpApi.IfRow.Type), 1128)]
    [InlineData(nameof(IpHlpApi.IfRow.Flags), 1152)]
    [InlineData(nameof(IpHlpApi.IfRow.OperStatus), 1156)]
    public void IfRow_EachField_IsAtItsOffset(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<IpHlpApi.IfRow>(field));

    [Fact]
    public void UnicastAddressRow_EachField_IsAtItsOffset() => Assert.Equal(
        (80, 0, 4, 32, 40, 60, 64),
        (
            Marshal.SizeOf<IpHlpApi.UnicastAddressRow>(),
            Offset(nameof(IpHlpApi.UnicastAddressRow.Family)),
            Offset(nameof(IpHlpApi.UnicastAddressRow.IPv4Address)),
            Offset(nameof(IpHlpApi.UnicastAddressRow.InterfaceLuid)),
            Offset(nameof(IpHlpApi.UnicastAddressRow.InterfaceIndex)),
            Offset(nameof(IpHlpApi.UnicastAddressRow.OnLinkPrefixLength)),
            Offset(nameof(IpHlpApi.UnicastAddressRow.DadState))));

    private static int Offset(string field) => (int)Marshal.OffsetOf<IpHlpApi.UnicastAddressRow>(field);

    [Theory]
    [InlineData(nameof(IpHlpApi.IpInterfaceRow.Family), 0)]
    [InlineData(nameof(IpHlpApi.IpInterfaceRow.InterfaceLuid), 8)]
    [InlineData(nameof(IpHlpApi.IpInterfaceRow.InterfaceIndex), 16)]
    [InlineData(nameof(IpHlpApi.IpInterfaceRow.Metric), 148)]
    [InlineData(nameof(IpHlpApi.IpInterfaceRow.Connected), 156)]
    public void IpInterfaceRow_EachField_IsAtItsOffset(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<IpHlpApi.IpInterfaceRow>(field));
}
