using System.Text.Json;

namespace Bootstrap.WindowsTests;

/// <summary><c>bootstrap check</c> in real containers: the verdicts that can occur without ECS.</summary>
public sealed class ContainerCheckTests : IClassFixture<ContainerImages>
{
    private const string Healthy = "healthy";
    private const string Check = @"C:\bootstrap.exe check --format json";
    private const string InTask =
        $"--env AWS_EXECUTION_ENV=AWS_ECS_EC2 --env AWS_CONTAINER_CREDENTIALS_RELATIVE_URI={CredentialsEndpoint.RelativeUri}";

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task BehindTheEntrypoint_WithCredentials_IsHealthy(string kind)
    {
        await using var endpoint = await CredentialsEndpoint.StartAsync();
        using var report = await RunAsync(InTask, $"{ContainerImages.Plain(kind)} {Check}");
        Assert.Equal(Healthy, Verdict(report));

        // GetUserNameW, SendARP to an existing neighbour, and WinHTTP work in this image.
        Assert.Equal("ContainerAdministrator, who may change routes", Detail(report, "identity"));
        Assert.EndsWith(" answers ARP", Detail(report, "gateway-answers"), StringComparison.Ordinal);
        Assert.StartsWith(
            "arn:aws:iam::123456789012:role/demo, valid until ", Detail(report, "credentials"), StringComparison.Ordinal
        );
    }

    [WindowsFact(Need.Containers)]
    public async Task WithoutATaskRole_IsHealthyAndNamesTheTaskDefinition()
    {
        using var report = await RunAsync(
            "--env AWS_EXECUTION_ENV=AWS_ECS_EC2", $"{ContainerImages.Plain(ContainerImages.ServerCore)} {Check}"
        );
        Assert.Equal(Healthy, Verdict(report));
        Assert.Equal("task-definition", Of(report, "environment").GetProperty("culprit").GetString());
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task WithoutTheEntrypoint_TheRoutesAreMissing(string kind)
    {
        await using var endpoint = await CredentialsEndpoint.StartAsync();
        using var report = await RunAsync(
            $@"{InTask} --entrypoint C:\bootstrap.exe", $"{ContainerImages.Plain(kind)} check --format json"
        );
        Assert.Equal("route-credentials image", Verdict(report));
    }

    /// <summary>
    /// docker exec inherits the container's environment but not the options in ENTRYPOINT, which are on a command line.
    /// </summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Exec_BesideABootstrapWithOptions_KnowsThem(string kind)
    {
        await using var container = await DockerContainer.StartAsync(
            @"--entrypoint C:\bootstrap.exe",
            $@"{ContainerImages.Plain(kind)} --route credentials -- C:\windows-workload.exe sleep 600000");
        await container.WaitForLogAsync("ready");
        var check = await container.ExecAsync(@"C:\bootstrap.exe check --format json");
        Assert.Contains(" runs with --route credentials; check uses these too", check.Output, StringComparison.Ordinal);
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task AsContainerUser_TheIdentityIsTheCause(string kind)
    {
        using var report = await RunAsync(
            $@"{InTask} --user ContainerUser --entrypoint C:\bootstrap.exe",
            $"{ContainerImages.Plain(kind)} check --format json"
        );
        Assert.Equal("identity image", Verdict(report));
        Assert.Equal("ContainerUser, who may not change routes", Detail(report, "identity"));
    }

    /// <summary>
    /// <c>check</c> relies on this: a user without the right to change routes gets ERROR_ACCESS_DENIED (5), not
    /// ERROR_NOT_FOUND (1168).
    /// </summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore, "ContainerUser", "5")]
    [InlineData(ContainerImages.ServerCore, "ContainerAdministrator", "1168")]
    [InlineData(ContainerImages.NanoServer, "ContainerUser", "5")]
    [InlineData(ContainerImages.NanoServer, "ContainerAdministrator", "1168")]
    public async Task DeleteIpForwardEntry2_WhenTheRouteIsMissing_ReturnsTheUsersCode(
        string kind, string user, string code)
    {
        await using var container = await DockerContainer.StartAsync(
            $@"--user {user} --entrypoint C:\windows-workload.exe", $"{ContainerImages.Plain(kind)} sleep 600000");
        await container.WaitForLogAsync("ready");
        var routes = await container.ExecAsync(@"C:\windows-workload.exe routes");
        var index = routes
            .Output.Split('\n')
            .Single(line => line.StartsWith("0.0.0.0/0 ", StringComparison.Ordinal))
            .Trim()
            .Split(' ')[^1];
        var probe = await container.ExecAsync($@"C:\windows-workload.exe delete-no-route {index}");
        Assert.Equal(code, probe.Output.Trim());
    }

    /// <summary>
    /// No machine has the address. Whether connecting times out or is refused depends on the host; both are faults of
    /// the host.
    /// </summary>
    [WindowsFact(Need.Containers)]
    public async Task WithADeadProxy_TheHostIsTheCause()
    {
        using var report = await RunAsync(InTask, $"{ContainerImages.Plain(ContainerImages.ServerCore)} {Check}");
        Assert.Equal("credentials host", Verdict(report));
    }

    [WindowsFact(Need.Containers)]
    public async Task WithoutANetwork_TheGatewayIsMissing()
    {
        using var report = await RunAsync(
            $@"{InTask} --network none --entrypoint C:\bootstrap.exe",
            $"{ContainerImages.Plain(ContainerImages.ServerCore)} check --format json"
        );
        Assert.Equal("default-gateway host", Verdict(report));
    }

    private static async Task<JsonDocument> RunAsync(string options, string command)
    {
        var result = await Docker.RunAsync($"run --rm --isolation process {options} {command}");
        Assert.True(result.ExitCode is 0 or 1, result.ToString());
        Assert.DoesNotContain("5ec2e700", result.Output + result.Error, StringComparison.Ordinal);
        var report = JsonDocument.Parse(result.Output);
        Assert.Equal(result.ExitCode == 0, report.RootElement.GetProperty("healthy").GetBoolean());
        return report;
    }

    private static JsonElement.ArrayEnumerator Checks(JsonDocument report) =>
        report.RootElement.GetProperty("checks").EnumerateArray();

    private static JsonElement Of(JsonDocument report, string name) =>
        Checks(report).Single(check => check.GetProperty("name").GetString() == name);

    private static string? Detail(JsonDocument report, string name) =>
        Of(report, name).GetProperty("detail").GetString();

    /// <summary>"healthy", or the first failure and its culprit.</summary>
    private static string Verdict(JsonDocument report) => Checks(report)
        .Where(check => check.GetProperty("status").GetString() == "fail")
        .Select(check => $"{check.GetProperty("name").GetString()} {check.GetProperty("culprit").GetString()}")
        .FirstOrDefault(Healthy);
}
