namespace Bootstrap.WindowsTests;

/// <summary>
/// A stand-in on the host for the ECS agent's credentials endpoint: the address 169.254.170.2 on Docker's nat adapter,
/// as Initialize-ECSAgent -EnableTaskIAMRole sets it up on a container instance, and a program that answers there.
/// </summary>
internal sealed class CredentialsEndpoint : IAsyncDisposable
{
    public const string RelativeUri = "/v2/credentials/5ec2e700-c4ed-4000-8000-000000000001";

    private const string Address = "169.254.170.2";
    private const string Rule = "bootstrap-checks";

    private readonly Running _server;

    private CredentialsEndpoint(Running server) => _server = server;

    /// <summary>The requests so far.</summary>
    public string Requests => _server.Output;

    public static async Task<CredentialsEndpoint> StartAsync()
    {
        await PowerShell.RunAsync($$"""
            $adapter = Get-NetAdapter -IncludeHidden | Where-Object Name -eq 'vEthernet (nat)'
            if (-not $adapter) { throw 'Docker has no adapter vEthernet (nat) on this host' }
            New-NetIPAddress -InterfaceIndex $adapter.ifIndex -IPAddress {{Address}} -PrefixLength 32 -SkipAsSource $true -PolicyStore ActiveStore | Out-Null
            New-NetFirewallRule -DisplayName '{{Rule}}' -Direction Inbound -Action Allow -Protocol TCP -LocalAddress {{Address}} -LocalPort 80 | Out-Null
            $deadline = (Get-Date).AddSeconds(30)
            while ((Get-NetIPAddress -IPAddress {{Address}} -PolicyStore ActiveStore).AddressState -ne 'Preferred') {
                if ((Get-Date) -gt $deadline) { throw 'the address did not come up' }
                Start-Sleep -Milliseconds 200
            }
            """);
#pragma warning disable CA2000 // The endpoint owns it.
        var endpoint = new CredentialsEndpoint(new Running(Programs.Workload, $"serve {Address} 80 600"));
#pragma warning restore CA2000
        await endpoint._server.WaitForOutputAsync("listening");
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await PowerShell.RunAsync($$"""
            Remove-NetIPAddress -IPAddress {{Address}} -PolicyStore ActiveStore -Confirm:$false
            Remove-NetFirewallRule -DisplayName '{{Rule}}'
            """);
    }
}
