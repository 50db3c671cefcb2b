namespace Bootstrap.EndToEnd;

/// <summary><c>--wait-for-credentials</c>: the workload starts only when there are credentials.</summary>
public class WaitForCredentialsTests
{
    [Fact]
    [Quick]
    public async Task WithCredentialsThatComeLater_HoldsTheWorkloadUntilThen()
    {
        await using var container = await ContainerExtensions.StartAsync("uninitialized");
        var result = await container.BootstrapAsync(
            "--wait-for-credentials", "30s", "--", Published.WindowsPath(Published.Workload("http-get")),
            ContainerExtensions.CredentialsUrl
        );
        Assert.Equal(0u, result.ExitCode); // the workload's first request is answered
        Assert.Matches(
            "inf waiting for credentials, at most [0-9.]+ s: HTTP 503 CredentialsUninitialized", result.StandardError
        );
        Assert.Contains(
            "inf credentials: arn:aws:iam::123456789012:role/sandbox-task-role, valid until ", result.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task WithADeadProxy_EndsWith125AndTheHost()
    {
        await using var container = await ContainerExtensions.StartAsync("dead-proxy");
        var result = await container.BootstrapAsync("--wait-for-credentials", "2s", "--", "cmd", "/c", "exit", "7");
        Assert.Equal(125u, result.ExitCode);
        Assert.Contains(
            "err No credentials after 2 s: no connection within ", result.StandardError, StringComparison.Ordinal
        );
        Assert.Contains(
            " Host: its proxy for 169.254.170.2 does not answer.", result.StandardError, StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task WithADeadProxy_OnFailureContinue_RunsTheWorkload()
    {
        await using var container = await ContainerExtensions.StartAsync("dead-proxy");
        var result = await container.BootstrapAsync(
            "--wait-for-credentials", "1s", "--on-failure", "continue", "--", "cmd", "/c", "exit", "7"
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains("wrn No credentials after 1 s", result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>
    /// Agents before 1.101.2 give this answer after their restart until they have the credentials again.
    /// </summary>
    [Theory]
    [InlineData(400, "HTTP 400 InvalidIdInRequest")]
    [InlineData(429, "HTTP 429")]
    [InlineData(404, "HTTP 404 without the ECS agent's error code")]
    public async Task WithAnAnswerThatPasses_StartsTheWorkloadAfterwards(int status, string detail)
    {
        await using var container = await ContainerExtensions.StartAsync(
            "nat",
            endpoint => endpoint with { Statuses = [status, status] }
        );
        var result = await container.BootstrapAsync("--wait-for-credentials", "1m", "--", "cmd", "/c", "exit", "7");
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains($" s: {detail}", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithAWrongId_TriesUntilTheTimeIsOver()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/another-task",
            },
        };
        var result = await container.BootstrapAsync(options, "--wait-for-credentials", "2s", "--", "cmd");
        Assert.Equal(125u, result.ExitCode);
        Assert.Contains(
            "No credentials after 2 s: HTTP 400 InvalidIdInRequest. Host: an agent before version 1.101.2", result.StandardError,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("another-task", result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>The only answer that is final.</summary>
    [Fact]
    public async Task WithoutAnIdInTheVariable_FailsAtOnce()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/",
            },
        };
        var result = await container.BootstrapAsync(options, "--wait-for-credentials", "10m", "--", "cmd");
        Assert.Equal(125u, result.ExitCode);
        Assert.Contains(
            "The credentials endpoint refuses the request: HTTP 400 NoIdInRequest.", result.StandardError, StringComparison.Ordinal
        );
    }

    /// <summary>A shared base image sets the variable of the wait, and a task without a role must start.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("http://127.0.0.1:8080/credentials")]
    public async Task WithNothingToWaitFor_WarnsAndStartsTheWorkload(string elsewhere)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = string.Empty,
                ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = elsewhere,
                ["BOOTSTRAP_WAIT_FOR_CREDENTIALS"] = "10m",
            },
        };
        var result = await container.BootstrapAsync(options, "--", "cmd", "/c", "exit", "7");
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains("wrn there are no credentials to wait for: ", result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>In awsvpc mode bootstrap adds no routes, but waits for credentials too.</summary>
    [Fact]
    public async Task InAwsvpc_WaitsToo()
    {
        await using var container = await ContainerExtensions.StartAsync("awsvpc");
        var result = await container.BootstrapAsync(
            new RunOptions
            {
                Environment = new Dictionary<string, string> { ["BOOTSTRAP_WAIT_FOR_CREDENTIALS"] = "10s" },
            },
            "--", "cmd", "/c", "exit", "7"
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "inf credentials: arn:aws:iam::123456789012:role/sandbox-task-role", result.StandardError,
            StringComparison.Ordinal
        );
    }
}
