using Bootstrap.Logging;
using Bootstrap.Services;
using Serilog;

namespace Bootstrap.Tests.Services;

public class ServiceRestartTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _log = [];
    private readonly FakeServiceManager _services;

    public ServiceRestartTests() => _services = new FakeServiceManager(_time);

    /// <summary>WAS and W3SVC share a process: both have to stop before one of them starts.</summary>
    [Theory]
    [InlineData("WAS", "W3SVC")]
    [InlineData("W3SVC", "WAS")]
    public void Run_OfServicesThatDependOnEachOther_StopsAllThenStartsAllInOrder(params string[] stale)
    {
        AddIis();

        Assert.Empty(Run(stale));

        Assert.Equal(["stop W3SVC", "stop WAS", "start WAS", "start W3SVC"], _services.Calls);
        Assert.Equal(["restarted WAS, W3SVC"], _log);
    }

    [Fact]
    public void Run_OfOneOfAProcess_WarnsThatTheProcessStays()
    {
        AddIis();

        Assert.Empty(Run("W3SVC"));

        Assert.Equal(["stop W3SVC", "start W3SVC"], _services.Calls);
        Assert.Equal(
            "service W3SVC keeps its old environment: its process also runs WAS; add them to --service-environment",
            _log[0]
        );
    }

    [Fact]
    public void Run_WithDependents_StartsThoseThatRan()
    {
        _services.Add("base", ServiceState.Running, 1);
        _services.Add("ran", ServiceState.Running, 2, "base");
        _services.Add("idle", ServiceState.Stopped, 0, "base");
        _services.Add("leaf", ServiceState.Paused, 3, "ran");
        _services.Add("other", ServiceState.Running, 4);

        Assert.Empty(Run("base"));

        Assert.Equal(["stop leaf", "stop ran", "stop base", "start base", "start ran", "start leaf"], _services.Calls);
    }

    /// <summary>At the boot, Windows has started WAS but not W3SVC yet.</summary>
    [Fact]
    public void Run_WithADependentThatTheBootIsAboutToStart_StartsIt()
    {
        _services.Add("WAS", ServiceState.Running, 1);
        var due = _services.Add("W3SVC", ServiceState.Stopped, 0, "WAS");
        (due.ExitCode, due.IsAutomatic) = (ServiceFailures.NeverStarted, true);
        _services.Add("manual", ServiceState.Stopped, 0, "WAS").ExitCode = ServiceFailures.NeverStarted;

        Assert.Empty(Run("WAS"));

        Assert.Equal(["stop WAS", "start WAS", "start W3SVC"], _services.Calls);
    }

    [Fact]
    public void Run_OfAServiceThatIsStarting_WaitsForItAndReportsIt()
    {
        var service = _services.Add("app", ServiceState.StartPending, 1);
        (service.Next, service.IsDueAt) = (ServiceState.Running, TimeSpan.FromSeconds(3));

        Assert.Empty(Run("app"));

        Assert.Equal(["stop app", "start app"], _services.Calls);
        Assert.Equal(["waiting for service app to stop, at most 119 s", "restarted app"], _log);
    }

    [Fact]
    public void Run_WhenADependentComesUpMeanwhile_StopsAndStartsItToo()
    {
        _services.Add("WAS", ServiceState.Running, 1);
        var late = _services.Add("W3SVC", ServiceState.Stopped, 1, "WAS");
        var isFirst = true;
        _services.Before = call =>
        {
            if (call == "stop WAS" && isFirst)
            {
                isFirst = false;
                late.State = ServiceState.Running;
            }

            return 0;
        };

        Assert.Empty(Run("WAS"));

        Assert.Equal(["stop W3SVC", "stop WAS", "start WAS", "start W3SVC"], _services.Calls);
    }

    [Fact]
    public void Run_OfAServiceThatDoesNotStop_IsBoundedAndStartsTheRestAgain()
    {
        _services.Add("base", ServiceState.Running, 1).Takes = TimeSpan.FromHours(1);
        _services.Add("leaf", ServiceState.Running, 2, "base");
        _services.Before = call => call == "start base" ? ServiceFailures.AlreadyRunning : 0;

        // The fake stays in "stop pending" for an hour, so that the start has to give up as well.
        var failures = Run("base");

        Assert.Equal(
            "Service base has not stopped within 30 s (state stop pending, check point 0).", failures[0].Message
        );
        Assert.Equal(["stop leaf", "stop base", "start leaf"], _services.Calls);
        Assert.Equal(ExitCode.SetupFailed, failures[0].ExitCode);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(70));
    }

    /// <summary>
    /// A service that stops only after the wait: a second start request follows, and it runs in the end.
    /// </summary>
    [Fact]
    public void Run_OfAServiceThatStopsTooLate_IsAFailureAndStartsItAnyway()
    {
        var service = _services.Add("app", ServiceState.Running, 1);
        service.Takes = TimeSpan.FromSeconds(40);
        _services.Before = call =>
        {
            service.Takes = call == "start app" ? TimeSpan.Zero : service.Takes;
            return call == "start app" && service.State != ServiceState.Stopped ? ServiceFailures.AlreadyRunning : 0;
        };

        var failure = Assert.Single(Run("app"));

        Assert.StartsWith("Service app has not stopped within 30 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["stop app", "start app"], _services.Calls);
        Assert.Equal("restarted app", _log[^1]);
    }

    [Fact]
    public void Run_OfAServiceThatRefusesToStop_DoesNotLogARestart()
    {
        _services.Add("app", ServiceState.Running, 1);
        _services.Before = call => call == "stop app" ? ServiceFailures.AccessDenied : ServiceFailures.AlreadyRunning;

        Assert.Single(Run("app"));
        Assert.Empty(_log);
    }

    /// <summary>Progress extends the wait, up to its limit.</summary>
    [Theory]
    [InlineData(true, 0, 120)]
    [InlineData(false, 90, 90)]
    [InlineData(false, 0, 30)]
    [InlineData(false, 600, 120)]
    public void Run_OfAServiceThatDoesNotStop_WaitsForAsLongAsItShowsProgress(
        bool showsProgress, int waitHint, int seconds
    )
    {
        var service = _services.Add("app", ServiceState.Running, 1);
        (service.Takes, service.ShowsProgress, service.WaitHint) = (
            TimeSpan.FromHours(1), showsProgress, TimeSpan.FromSeconds(waitHint)
        );
        _services.Before = call => call == "start app" ? 1056 : 0;

        var failure = Run("app")[0];

        Assert.StartsWith($"Service app has not stopped within {seconds} s", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop app", 5, "Could not stop service app: error 5.")]
    [InlineData("start app", 1058, "Could not start service app: error 1058.")]
    public void Run_WhenACallFails_NamesTheServiceAndTheError(string call, int error, string message)
    {
        _services.Add("app", ServiceState.Running, 1);
        _services.Before = made => made == call ? error : 0;

        Assert.Equal(message, Assert.Single(Run("app")).Message);
    }

    [Fact]
    public void Run_OfAServiceThatEndsAtItsStart_ReportsIt()
    {
        var service = _services.Add("app", ServiceState.Running, 1);
        service.ExitCode = 1067;
        _services.Before = call =>
        {
            service.Takes = call == "start app" ? TimeSpan.FromHours(1) : TimeSpan.Zero;
            service.State = call == "start app" ? ServiceState.Stopped : service.State;
            return call == "start app" ? ServiceFailures.AlreadyRunning : 0;
        };

        Assert.Equal("Service app ended while it was starting: error 1067.", Assert.Single(Run("app")).Message);
    }

    [Fact]
    public void Run_WhenTheContainerIsStopped_EndsAtOnce()
    {
        _services.Add("app", ServiceState.Running, 1).Takes = TimeSpan.FromHours(1);
        var stopped = new BootstrapException(Messages.StoppedBeforeStart, ["shutdown"]);

        Assert.Same(stopped, Assert.Throws<BootstrapException>(() => Run(_ => throw stopped, "app")));
    }

    private void AddIis()
    {
        _services.Add("WAS", ServiceState.Running, 7);
        _services.Add("W3SVC", ServiceState.Running, 7, "WAS");
    }

    private List<BootstrapException> Run(params string[] stale) => Run(_time.Advance, stale);

    private List<BootstrapException> Run(Action<TimeSpan> sleep, params string[] stale)
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
        var failures = new List<BootstrapException>();
        new ServiceRestart(_services, _time, sleep, new ServiceAttempts(failures.Add), log).Run([.. stale]);
        return failures;
    }
}
