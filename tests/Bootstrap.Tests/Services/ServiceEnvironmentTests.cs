using Bootstrap.Logging;
using Bootstrap.Services;
using Serilog;

namespace Bootstrap.Tests.Services;

public class ServiceEnvironmentTests
{
    private const string Uri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";

    private static readonly Dictionary<string, string?> Task = ServiceVariables.Read(
        [], name => name == Uri ? "/v2/credentials/secret" : null);

    private readonly FakeServiceManager _services = new(new ManualTime());
    private readonly List<string> _log = [];
    private readonly List<string> _restarted = [];

    [Fact]
    public void Give_ToAStoppedService_WritesAndRestartsNothing()
    {
        _services.Add("app");

        Assert.Empty(Give(Task, "app"));

        Assert.Equal([Uri + "=/v2/credentials/secret"], EnvironmentStrings.Decode(_services["app"].Environment));
        Assert.Empty(_restarted);
        Assert.Equal([$"service app: set {Uri}"], _log);
    }

    [Theory]
    [InlineData(ServiceState.Running)]
    [InlineData(ServiceState.StartPending)]
    [InlineData(ServiceState.Paused)]
    internal void Give_ToAServiceThatRuns_RestartsIt(ServiceState state)
    {
        _services.Add("app", state, 1);
        Give(Task, "app");
        Assert.Equal(["app"], _restarted);
    }

    /// <summary>After a restart of the container, the value exists and the service has started with it.</summary>
    [Fact]
    public void Give_ASecondTime_WritesAndRestartsNothing()
    {
        _services.Add("app", ServiceState.Running, 1);
        Give(Task, "app");
        _services.Calls.Clear();
        _restarted.Clear();
        _log.Clear();

        Give(Task, "app");

        Assert.Empty(_services.Calls);
        Assert.Empty(_restarted);
        Assert.Equal(["service app: its environment is already correct"], _log);
    }

    /// <summary>After a failed restart, the value is right but the process is older.</summary>
    [Fact]
    public void Give_ToAProcessThatIsOlderThanTheValue_RestartsIt()
    {
        _services.Add("app", ServiceState.Running, 1).IsOlder = true;
        _services["app"].Environment = EnvironmentStrings.Encode([Uri + "=/v2/credentials/secret"]);

        Give(Task, "app");

        Assert.Empty(_services.Calls);
        Assert.Equal(["app"], _restarted);
    }

    [Fact]
    public void Give_WithRestartNo_Warns()
    {
        _services.Add("app", ServiceState.Running, 1);

        Give(Task, restarts: false, continues: false, "app");

        Assert.Empty(_restarted);
        Assert.Equal(
            "service app is running and gets its variables only at its next start (--service-restart no)", _log[^1]
        );
    }

    [Fact]
    public void Give_WithoutCredentialsInTheTask_WarnsAndRemovesThoseOfAnother()
    {
        _services.Add("app").Environment = EnvironmentStrings.Encode([Uri + "=/v2/credentials/old"]);

        Give(ServiceVariables.Read([], _ => null), "app");

        Assert.Null(_services["app"].Environment);
        Assert.Equal(
            ["no credentials variable is set in this task: these services get no credentials: app", $"service app: removed {Uri}"],
            _log
        );
    }

    [Theory]
    [InlineData(true, "good")]
    [InlineData(false)]
    public void Give_WhenSomeFail_LogsEachAndRestartsTheOthersOnlyIfTheWorkloadRuns(
        bool continues, params string[] restarted
    )
    {
        _services.Add("typed", ServiceState.Running, 1).EnvironmentType = 1;
        _services.Add("good", ServiceState.Running, 2);

        var failures = Give(Task, restarts: true, continues, "missing", "typed", "good");

        Assert.Equal(
            [
                "There is no Windows service 'missing' (Win32 error 1060).",
                "The registry value Environment of service typed is of type 1, not 7 (REG_MULTI_SZ): it is not changed.",
            ],
            failures.Select(failure => failure.Message));
        Assert.All(failures, failure => Assert.NotNull(failure.Hint));
        Assert.Equal(restarted, _restarted);
        Assert.DoesNotContain("write typed", _services.Calls);
    }

    [Fact]
    public void Give_WithAnyData_NeverLogsAValue()
    {
        _services.Add("app", ServiceState.Running, 1).Environment =
            EnvironmentStrings.Encode([Uri + "=/v2/credentials/old", "X=hidden"]);

        Give(Task, "app");

        Assert.All(
            _log,
            line =>
                Assert.False(
                    line.Contains("credentials/", StringComparison.Ordinal)
                        || line.Contains("hidden", StringComparison.Ordinal),
                    line
                )
        );
    }

    private List<BootstrapException> Give(Dictionary<string, string?> variables, params string[] services) =>
        Give(variables, restarts: true, continues: false, services);

    private List<BootstrapException> Give(
        Dictionary<string, string?> variables, bool restarts, bool continues, params string[] services
    )
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
        var failures = new List<BootstrapException>();
        var options = new ServiceOptions([.. services], restarts, "--service-restart", []);
        new ServiceEnvironment(
            _services, options, variables, new ServiceAttempts(failures.Add), _restarted.AddRange, log
        ).Give(continues);
        return failures;
    }
}
