using System.Globalization;
using System.Net;
using Bootstrap.Network;
using Bootstrap.Network.IpHelper;

namespace Bootstrap.WindowsTests;

/// <summary>
/// An unused adapter on which tests add and remove routes: the host's end of a Hyper-V switch of type "internal",
/// created for the checks and removed after them.
/// </summary>
/// <remarks>
/// Reasons for a switch: GitHub's windows-2022 and windows-2025 runners have the Hyper-V role, and New-VMSwitch needs
/// no nested virtualisation. The KM-TEST loopback adapter needs devcon, which the runners lack. Docker's nat adapter is
/// used by the containers. A container's adapter is of the same kind ("Hyper-V Virtual Ethernet Adapter"). On other
/// machines WINDOWS_CHECKS_ADAPTER names an adapter with an IPv4 address to use instead.
/// </remarks>
public sealed class ExpendableAdapter : IAsyncLifetime
{
    private const string Switch = "bootstrap-checks";

    /// <summary>TEST-NET-2 (RFC 5737): reserved for documentation.</summary>
    private const string Address = "198.51.100.2";

    private static readonly string? Given = Environment.GetEnvironmentVariable("WINDOWS_CHECKS_ADAPTER");

    public static bool IsPossible => Given is { Length: > 0 }
        || Directory.Exists(Path.Combine(Environment.SystemDirectory, @"WindowsPowerShell\v1.0\Modules\Hyper-V"));

    /// <summary>The adapter's name, <c>vEthernet (...)</c>.</summary>
    public string Alias { get; private set; } = string.Empty;

    public uint Index { get; private set; }

    /// <summary>An unused address on the adapter's link: a next hop need not exist.</summary>
    public IPAddress NextHop { get; private set; } = IPAddress.None;

    public async ValueTask InitializeAsync()
    {
        if (Needs.Missing(Need.ExpendableAdapter) is not null)
        {
            return;
        }

        Alias = Given is { Length: > 0 } ? Given : await CreateAsync();
        using var network = new IpHelperNetwork();
        var snapshot = network.Look();
        Index = snapshot.Adapters.Single(adapter => adapter.Alias == Alias).Index;
        var subnet = snapshot
            .Routes.First(route =>
                route.InterfaceIndex == Index && route.IsOnLink && route.Destination.PrefixLength is >= 8 and <= 29
            )
            .Destination;
        var bytes = subnet.BaseAddress.GetAddressBytes();
        bytes[3] += 5;
        NextHop = new IPAddress(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        if (Alias.Length > 0 && Given is not { Length: > 0 })
        {
            await PowerShell.RunAsync($"Remove-VMSwitch -Name '{Switch}' -Force");
        }
    }

    /// <summary>Options that make bootstrap.exe add only this route, to this adapter.</summary>
    internal string Options(string destination) => string.Create(CultureInfo.InvariantCulture,
        $"--mode nat --route {destination} --gateway {NextHop} --interface {Index}");

    internal bool HasRoute(string destination)
    {
        using var network = new IpHelperNetwork();
        return network.LookAtRoutes().Any(route => Is(route, destination));
    }

    internal void RemoveRoute(string destination)
    {
        using var network = new IpHelperNetwork();
        foreach (var route in network.LookAtRoutes().Where(route => Is(route, destination)).ToList())
        {
            network.Remove(route.Key);
        }
    }

    private bool Is(Route route, string destination) =>
        route.InterfaceIndex == Index && route.NextHop.Equals(NextHop) && route.Destination.ToString() == destination;

    private static async Task<string> CreateAsync()
    {
        await PowerShell.RunAsync($$"""
            if (Get-VMSwitch -Name '{{Switch}}' -ErrorAction SilentlyContinue) { Remove-VMSwitch -Name '{{Switch}}' -Force }
            New-VMSwitch -Name '{{Switch}}' -SwitchType Internal | Out-Null
            New-NetIPAddress -InterfaceAlias 'vEthernet ({{Switch}})' -IPAddress {{Address}} -PrefixLength 24 -PolicyStore ActiveStore | Out-Null
            $deadline = (Get-Date).AddSeconds(30)
            while ((Get-NetIPAddress -IPAddress {{Address}} -PolicyStore ActiveStore).AddressState -ne 'Preferred') {
                if ((Get-Date) -gt $deadline) { throw 'the address did not come up' }
                Start-Sleep -Milliseconds 200
            }
            """);
        return $"vEthernet ({Switch})";
    }
}
