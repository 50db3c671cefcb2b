using System.Text.Json;

namespace Bootstrap.WindowsTests;

/// <summary>The exe as the ENTRYPOINT of real containers: Docker's nat network, process isolation.</summary>
public sealed class ContainerTests : IClassFixture<ContainerImages>
{
    private static readonly string[] Prefixes = ["169.254.169.254/32", "169.254.170.2/32"];

    /// <summary>A task with a role: without one a failed set-up is only a warning.</summary>
    private const string Role = $"--env AWS_CONTAINER_CREDENTIALS_RELATIVE_URI={CredentialsEndpoint.RelativeUri}";

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore, "cim")]
    [InlineData(ContainerImages.NanoServer, "iphelper")]
    public async Task Nat_FirstRunAdds_SecondRunKeeps(string kind, string backend)
    {
        await using var container = await DockerContainer.StartAsync(
            string.Empty, $@"{ContainerImages.Plain(kind)} C:\windows-workload.exe sleep 600000"
        );
        await container.WaitForLogAsync("ready");
        var log = await container.LogsAsync();
        Assert.All(
            Prefixes,
            prefix => Assert.Matches($@"bootstrap: inf route {prefix} via [0-9.]+ on interface [0-9]+: added", log)
        );

        // The routes are read by another program and another Windows API than bootstrap uses.
        var routes = (await container.ExecAsync(@"C:\windows-workload.exe routes")).Output;
        var gateway = System
            .Text.RegularExpressions.Regex.Match(
                routes, @"^0\.0\.0\.0/0 via (\S+ on \d+)", System.Text.RegularExpressions.RegexOptions.Multiline
            )
            .Groups[1]
            .Value;
        Assert.All(Prefixes, prefix => Assert.Contains($"{prefix} via {gateway}", routes, StringComparison.Ordinal));

        var second = await container.ExecAsync(@"C:\bootstrap.exe -- C:\windows-workload.exe exit 7");
        Assert.Equal(7u, second.ExitCode);
        Assert.All(Prefixes, prefix => Assert.Matches($"route {prefix} via .*: already correct", second.Error));
        Assert.Equal(routes, (await container.ExecAsync(@"C:\windows-workload.exe routes")).Output);

        var plan = await container.ExecAsync(@"C:\bootstrap.exe plan --format json");
        using var json = JsonDocument.Parse(plan.Output);
        Assert.Equal(
            ("nat", backend),
            (json.RootElement.GetProperty("mode").GetString(), json.RootElement.GetProperty("backend").GetString())
        );
        Assert.All(
            json.RootElement.GetProperty("routes").EnumerateArray(),
            route => Assert.Equal("keep", route.GetProperty("action").GetString())
        );
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Nat_BeforeAndAfter_TheAwsSdkGetsTheTaskRole(string kind)
    {
        await using var endpoint = await CredentialsEndpoint.StartAsync();
        const string options = $"--rm --isolation process {Role}";

        var before = await Docker.RunAsync(
            $@"run {options} --entrypoint C:\aws-sdk-workload.exe {ContainerImages.Plain(kind)} --timeout 5"
        );
        Assert.True(before.ExitCode == 1, before.ToString());
        Assert.DoesNotContain("asked:", endpoint.Requests, StringComparison.Ordinal);

        var after = await Docker.RunAsync(
            $@"run {options} {ContainerImages.Plain(kind)} C:\aws-sdk-workload.exe --exit-code 42"
        );
        Assert.True(after.ExitCode == 42, after.ToString());
        Assert.Contains("role:       arn:aws:iam::123456789012:role/demo", after.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("5ec2e700", after.Error, StringComparison.Ordinal);
        Assert.Contains($"asked: GET {CredentialsEndpoint.RelativeUri} ", endpoint.Requests, StringComparison.Ordinal);
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore, 0u)]
    [InlineData(ContainerImages.ServerCore, 1u)]
    [InlineData(ContainerImages.ServerCore, 256u)]
    [InlineData(ContainerImages.ServerCore, 259u)]
    [InlineData(ContainerImages.ServerCore, 0xC0000005u)]
    [InlineData(ContainerImages.ServerCore, 0xFFFFFFFFu)]
    [InlineData(ContainerImages.NanoServer, 259u)]
    [InlineData(ContainerImages.NanoServer, 0xC000013Au)]
    public async Task ExitCode_OfTheWorkload_IsTheContainers(string kind, uint code)
    {
        await using var container = await DockerContainer.StartAsync(
            string.Empty, $@"{ContainerImages.Plain(kind)} C:\windows-workload.exe exit {code}"
        );
        Assert.Equal(code, await container.WaitAsync());
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore, "cim")]
    [InlineData(ContainerImages.ServerCore, "iphelper")]
    [InlineData(ContainerImages.ServerCore, "auto")]
    [InlineData(ContainerImages.NanoServer, "auto")]
    public async Task ContainerUser_Is125AndNamesTheUserToUse(string kind, string backend)
    {
        await using var container = await DockerContainer.StartAsync(
            $"--user ContainerUser --env BOOTSTRAP_BACKEND={backend} {Role}",
            $@"{ContainerImages.Plain(kind)} C:\windows-workload.exe exit 0"
        );
        Assert.Equal(125u, await container.WaitAsync());
        var log = await container.LogsAsync();
        Assert.Contains("put USER ContainerAdministrator into the Dockerfile", log, StringComparison.Ordinal);
        Assert.Single(log.Split('\n'), line => line.Contains(" err ", StringComparison.Ordinal));
    }

    [WindowsFact(Need.Containers)]
    public async Task NanoServer_HasNoWmi_AndLogsTheFallback()
    {
        var image = ContainerImages.Plain(ContainerImages.NanoServer);
        var auto = await Docker.RunAsync($@"run --rm --isolation process {image} C:\windows-workload.exe exit 0");
        Assert.True(auto.ExitCode == 0, auto.ToString());
        Assert.Contains(
            "This image has no mi.dll and no WMI, like Nano Server.", auto.Error, StringComparison.Ordinal
        );

        var cim = await Docker.RunAsync(
            $@"run --rm --isolation process --env BOOTSTRAP_BACKEND=cim {Role} {image} C:\windows-workload.exe exit 0"
        );
        Assert.Equal(125u, cim.ExitCode);
        Assert.Contains("This image has no mi.dll", cim.Error, StringComparison.Ordinal);
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task WithoutANetwork_Is125AfterTheTimeout(string kind)
    {
        var result = await Docker.RunAsync(
            $@"run --rm --isolation process --network none --env BOOTSTRAP_NETWORK_TIMEOUT=2s {Role} {ContainerImages.Plain(kind)} C:\windows-workload.exe exit 0"
        );
        Assert.True(result.ExitCode == 125, result.ToString());
        Assert.Contains("after 2 s.", result.Error, StringComparison.Ordinal);
    }

    [WindowsFact(Need.Containers)]
    public async Task MissingProgram_IsTheContainers127()
    {
        var result = await Docker.RunAsync(
            $@"run --rm --isolation process {ContainerImages.Plain(ContainerImages.NanoServer)} C:\no-such.exe"
        );
        Assert.Equal(127u, result.ExitCode);
        Assert.Contains(
            @"The workload 'C:\no-such.exe' was not found (Win32 error 2).", result.Error, StringComparison.Ordinal
        );
    }

    /// <summary>A shell-form CMD after an exec-form ENTRYPOINT: Docker builds the command line.</summary>
    [WindowsFact(Need.Containers)]
    public async Task ShellFormCmd_RunsAsACommandLine()
    {
        var result = await Docker.RunAsync(
            $"run --rm --isolation process {ContainerImages.Plain(ContainerImages.ServerCore)} \"C:\\windows-workload.exe exit 9\""
        );
        Assert.True(result.ExitCode == 9, result.ToString());
    }

    /// <summary>
    /// The endpoint's address appears while bootstrap already waits for it, as the agent's may.
    /// </summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task WaitForCredentials_ThatComeLater_HoldsTheWorkloadUntilThen(string kind)
    {
        await using var container = await DockerContainer.StartAsync(
            $"{Role} --env BOOTSTRAP_WAIT_FOR_CREDENTIALS=3m",
            $@"{ContainerImages.Plain(kind)} C:\windows-workload.exe sleep 600000");
        await container.WaitForLogAsync("waiting for credentials, at most 180 s: ");
        Assert.DoesNotContain("ready", await container.LogsAsync(), StringComparison.Ordinal);

        await using var endpoint = await CredentialsEndpoint.StartAsync();
        await container.WaitForLogAsync("ready");
        Assert.Contains(
            "inf credentials: arn:aws:iam::123456789012:role/demo, valid until ", await container.LogsAsync(),
            StringComparison.Ordinal
        );
    }

    [WindowsFact(Need.Containers)]
    public async Task WaitForCredentials_ThatDoNotCome_Is125AndNamesTheHost()
    {
        var result = await Docker.RunAsync(
            $@"run --rm --isolation process {Role} --env BOOTSTRAP_WAIT_FOR_CREDENTIALS=3s {ContainerImages.Plain(ContainerImages.ServerCore)} C:\windows-workload.exe exit 0"
        );
        Assert.True(result.ExitCode == 125, result.ToString());
        Assert.Contains("err No credentials after 3 s: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(" Host: ", result.Error, StringComparison.Ordinal);
    }

    [WindowsFact(Need.Containers)]
    public async Task OnFailureContinue_WithoutANetwork_WarnsAndRunsTheWorkload()
    {
        var result = await Docker.RunAsync(
            $@"run --rm --isolation process --network none --env BOOTSTRAP_NETWORK_TIMEOUT=1s --env BOOTSTRAP_ON_FAILURE=continue {ContainerImages.Plain(ContainerImages.ServerCore)} C:\windows-workload.exe exit 7"
        );
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("wrn ", result.Error, StringComparison.Ordinal);
        Assert.Contains(
            "the workload is started despite the failure (BOOTSTRAP_ON_FAILURE continue)", result.Error,
            StringComparison.Ordinal
        );
    }

    /// <summary>The address equals the gateway that Docker reports for its nat network.</summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task ExportGateway_GivesTheWorkloadTheGatewaysAddress(string kind)
    {
        var gateway = await Docker.MustAsync("network inspect nat --format \"{{(index .IPAM.Config 0).Gateway}}\"");
        var result = await Docker.RunAsync(
            $"run --rm --isolation process --env BOOTSTRAP_EXPORT_GATEWAY=DD_AGENT_HOST {ContainerImages.Plain(kind)} cmd /c set DD_AGENT_HOST"
        );
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal($"DD_AGENT_HOST={gateway}", result.Output.Trim());
    }

    /// <summary>Records a real container's network and plans from the snapshot on the host.</summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task SaveSnapshot_ThenPlanFromItOnTheHost_IsTheSamePlan(string kind)
    {
        await using var container = await DockerContainer.StartAsync(
            Role,
            $@"{ContainerImages.Plain(kind)} C:\windows-workload.exe sleep 600000"
        );
        await container.WaitForLogAsync("ready");
        var recorded = await container.ExecAsync(
            @"C:\bootstrap.exe plan --save-snapshot C:\snapshot.json --format json"
        );
        Assert.True(recorded.ExitCode == 0, recorded.ToString());
        var snapshot = await container.ExecAsync(@"cmd /c type C:\snapshot.json");
        Assert.Contains("/v2/credentials/***", snapshot.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("5ec2e700", snapshot.Output, StringComparison.Ordinal);

        var file = Path.Combine(Programs.Root, "artifacts", "windows-checks", $"snapshot-{kind}.json");
        await File.WriteAllBytesAsync(file, snapshot.OutputBytes, TestContext.Current.CancellationToken);
        var planned = await Programs.BootstrapAsync($"plan --snapshot \"{file}\" --format json");
        Assert.Equal(recorded.Output, planned.Output);
    }
}
