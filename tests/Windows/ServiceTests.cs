namespace Bootstrap.WindowsTests;

/// <summary>
/// <c>--service-environment</c> with Windows' service control manager and with IIS, in containers. Never run so far:
/// see docs/verification.md.
/// </summary>
public sealed class ServiceTests : IClassFixture<ContainerImages>
{
    private const string Variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=" + CredentialsEndpoint.RelativeUri;

    /// <summary>
    /// The service's program writes its environment to a file. It is not a service program, so the start fails after 30
    /// s (error 1053); the file is complete by then.
    /// </summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Service_InAContainer_SeesTheTasksVariables(string kind)
    {
        await using var container = await DockerContainer.StartAsync(
            $"--env {Variable}", $@"{ContainerImages.Plain(kind)} C:\windows-workload.exe sleep 600000");
        await container.WaitForLogAsync("ready");
        await MustAsync(container, "sc create probe start= demand binPath= \"cmd.exe /c set > C:\\seen.txt\"");

        await container.ExecAsync("sc start probe");
        var before = await container.ExecAsync(@"cmd /c type C:\seen.txt");
        Assert.Contains("SystemRoot=", before.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AWS_CONTAINER", before.Output, StringComparison.Ordinal);

        var run = await container.ExecAsync(@"C:\bootstrap.exe --service-environment probe -- cmd /c echo hello");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains(
            "inf service probe: set AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", run.Error, StringComparison.Ordinal
        );
        await container.ExecAsync("sc start probe");
        var after = await container.ExecAsync(@"cmd /c type C:\seen.txt");
        Assert.Contains(Variable, after.Output, StringComparison.Ordinal);

        var second = await container.ExecAsync(@"C:\bootstrap.exe --service-environment probe -- cmd /c echo hello");
        Assert.Contains("inf service probe: its environment is already correct", second.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// An ASP.NET page in an application pool that ServiceMonitor does not configure. Both services run at the start.
    /// </summary>
    [WindowsFact(Need.Containers)]
    public async Task ApplicationPool_OtherThanTheDefault_SeesTheTasksVariables()
    {
        var context = Path.Combine(Programs.Root, "artifacts", "windows-checks", "context");
        var recipe = Path.Combine(Programs.Root, "tests", "Windows", "iis.Dockerfile");
        await Docker.MustAsync(
            $"build --isolation process --file \"{recipe}\" --build-arg TAG={ContainerImages.BaseTag} --tag bootstrap-checks:iis \"{context}\"",
            Docker.BuildPatience);

        await using var container = await DockerContainer.StartAsync($"--env {Variable}", "bootstrap-checks:iis");
        await container.WaitForLogAsync("service W3SVC: set");
        var page = await container.ExecAsync(
            "curl.exe --silent --retry 30 --retry-all-errors http://127.0.0.1/environment.aspx"
        );

        Assert.Equal($"own: {CredentialsEndpoint.RelativeUri}", page.Output.Trim());
        var log = await container.LogsAsync();
        Assert.DoesNotContain("bootstrap: wrn", log, StringComparison.Ordinal);
        Assert.DoesNotContain("bootstrap: err", log, StringComparison.Ordinal);
        var check = await container.ExecAsync(@"C:\bootstrap.exe check");
        Assert.Contains("WAS, W3SVC: the task's variables are set", check.Output, StringComparison.Ordinal);
    }

    private static async Task MustAsync(DockerContainer container, string command)
    {
        var result = await container.ExecAsync(command);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
