using Bootstrap.Logging;
using Bootstrap.Workload;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Bootstrap.Tests.Workload;

/// <summary>
/// What happens from the start of the workload to its end, by a script: events and the time at which they come.
/// </summary>
public class WorkloadWaitTests
{
    private const uint Stopped = 0xC000013A;

    private readonly Script _script = new();

    [Fact]
    public void Run_WithoutAStop_EndsWithTheFirstProcessAndDoesNotLookAtTheRest()
    {
        _script.FirstEndsAt(3600, code: 259).TreeEndsAt(7200);
        Assert.Equal(
            new WorkloadEnd(259, TimeSpan.FromHours(1), HadStop: false, WasTerminated: false), Run(StopForwarding.Auto)
        );
        Assert.Equal((3600.0, 0), (_script.Now, _script.Sent.Count));
        Assert.Empty(_script.Lines);
    }

    [Fact]
    public void Run_WithAStop_PassesItOnAndWaitsForTheTree()
    {
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(10, code: 1).TreeEndsAt(25);
        Assert.Equal((1u, true, false), Outcome(Run(StopForwarding.Auto)));
        Assert.Equal((25.0, "Shutdown"), (_script.Now, string.Join(' ', _script.Sent)));
        Assert.Equal(["Information stop-forwarded"], _script.Lines);
    }

    /// <summary>
    /// 20 s after the end of the first process, a line names the remaining processes; none is killed.
    /// </summary>
    [Fact]
    public void Run_WithADaemonInTheTree_EndsAfterTheBoundAndNamesIt()
    {
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(40, code: 1).TreeEndsAt(10_000);
        Assert.Equal((1u, true, false), Outcome(Run(StopForwarding.Auto)));
        Assert.Equal((60.0, (uint?)null), (_script.Now, _script.Terminated));
        Assert.Equal(["Information stop-forwarded", "Warning stop-tree-left daemon.exe (1)"], _script.Lines);
    }

    [Theory]
    [InlineData(nameof(StopForwarding.Auto))]
    [InlineData(nameof(StopForwarding.None))]
    public void Run_WithATimeLimit_EndsAWorkloadThatGoesOn(string forwarding)
    {
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(10_000, code: 1).TreeEndsAt(10_000);
        Assert.Equal((Stopped, true, true), Outcome(Run(Enum.Parse<StopForwarding>(forwarding), limit: 30)));
        Assert.Equal((40.0, Stopped), (_script.Now, _script.Terminated));
        Assert.Contains("Warning stop-timed-out", _script.Lines);
    }

    /// <summary>
    /// The time limit is one for the whole tree, from the first stop on: longer or shorter than the 20 s.
    /// </summary>
    [Theory]
    [InlineData(15, 25)]
    [InlineData(100, 110)]
    public void Run_WithATimeLimit_EndsTheRestOfTheTreeByIt(int limit, double end)
    {
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(20, code: 1).TreeEndsAt(10_000);
        Assert.Equal((1u, true, true), Outcome(Run(StopForwarding.Auto, limit)));
        Assert.Equal((end, Stopped), (_script.Now, _script.Terminated));
    }

    /// <summary>A second stop is passed on and does not change the time limit.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(39)]
    public void Run_WithASecondStop_PassesItOnAndKeepsTheTimeLimit(double second)
    {
        _script
            .StopAt(10, ConsoleEvent.Close)
            .StopAt(second, ConsoleEvent.Shutdown)
            .FirstEndsAt(10_000, code: 1)
            .TreeEndsAt(10_000);
        Run(StopForwarding.Auto, limit: 30);
        Assert.Equal((40.0, "Close Shutdown"), (_script.Now, string.Join(' ', _script.Sent)));
    }

    [Fact]
    public void Run_WithASecondStopDuringTheWaitForTheTree_PassesItOn()
    {
        _script
            .StopAt(10, ConsoleEvent.Close)
            .FirstEndsAt(12, code: 1)
            .StopAt(15, ConsoleEvent.Shutdown)
            .TreeEndsAt(18);
        Assert.Equal((1u, true, false), Outcome(Run(StopForwarding.Auto)));
        Assert.Equal((18.0, "Close Shutdown"), (_script.Now, string.Join(' ', _script.Sent)));
    }

    /// <summary>
    /// A stop at the moment when the first process ends: the other processes receive it.
    /// </summary>
    [Fact]
    public void Run_WithAStopAtTheSameMoment_PassesItOnToTheRest()
    {
        _script.FirstEndsAt(10, code: 1).StopAt(10, ConsoleEvent.Shutdown).TreeEndsAt(11);
        Assert.Equal((1u, true, false), Outcome(Run(StopForwarding.Auto)));
        Assert.Equal("Shutdown", string.Join(' ', _script.Sent));
    }

    [Fact]
    public void Run_WithForwardStopNone_ReportsIt()
    {
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(20, code: 1).TreeEndsAt(20);
        Run(StopForwarding.None);
        Assert.Empty(_script.Sent);
        Assert.Equal(["Information stop-kept"], _script.Lines);
    }

    [Fact]
    public void Run_WhereAProcessDoesNotGetIt_ReportsWhy()
    {
        _script.SendProblem = "process 4: OpenProcess: Win32 error 5";
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(20, code: 1).TreeEndsAt(20);
        Run(StopForwarding.Auto);
        Assert.Equal(
            ["Information stop-forwarded", "Warning stop-not-forwarded process 4: OpenProcess: Win32 error 5"],
            _script.Lines
        );
    }

    /// <summary>Once the workload runs, no failure of bootstrap ends it.</summary>
    [Fact]
    public void Run_WhereSendingFails_WaitsAnyway()
    {
        _script.SendFailure = new InvalidOperationException("defect");
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(20, code: 1).TreeEndsAt(21);
        Assert.Equal((1u, true, false), Outcome(Run(StopForwarding.Auto, limit: 60)));
        Assert.Equal(21.0, _script.Now);
        Assert.Contains(_script.Lines, line => line.StartsWith("Warning stop-failed", StringComparison.Ordinal));
    }

    /// <summary>A process that hangs in a driver cannot be ended, so the wait for it is bounded.</summary>
    [Fact]
    public void Run_WhereTheWorkloadCannotBeEnded_EndsWithTheCodeOfAStop()
    {
        _script.IsUnkillable = true;
        _script.StopAt(10, ConsoleEvent.Shutdown).FirstEndsAt(10_000, code: 1).TreeEndsAt(10_000);
        Assert.Equal((Stopped, true, true), Outcome(Run(StopForwarding.Auto, limit: 30)));
        Assert.Equal(45.0, _script.Now);
    }

    private static (uint, bool, bool) Outcome(WorkloadEnd end) => (end.ExitCode, end.HadStop, end.WasTerminated);

    private WorkloadEnd Run(StopForwarding forwarding, int? limit = null)
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(_script).CreateLogger();
        var policy = new StopPolicy(forwarding, limit is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return new WorkloadWait(_script, policy, _script.NextStop, _script.Clock, log).Run();
    }

    /// <summary>A workload, its stops and its clock, in seconds. A wait advances the clock.</summary>
    private sealed class Script : IWorkload, ILogEventSink
    {
        private readonly List<(double Time, ConsoleEvent Event)> _stops = [];
        private double _firstEnd;
        private double _treeEnd;

        public Script() => Clock = new ScriptClock(this);

        public TimeProvider Clock { get; }

        public double Now { get; private set; }

        public List<ConsoleEvent> Sent { get; } = [];

        public List<string> Lines { get; } = [];

        public uint? Terminated { get; private set; }

        public string? SendProblem { get; set; }

        public Exception? SendFailure { get; set; }

        public bool IsUnkillable { get; set; }

        public uint ExitCode { get; private set; }

        public Script StopAt(double time, ConsoleEvent consoleEvent)
        {
            _stops.Add((time, consoleEvent));
            return this;
        }

        public Script FirstEndsAt(double time, uint code)
        {
            (_firstEnd, ExitCode) = (time, code);
            return this;
        }

        public Script TreeEndsAt(double time)
        {
            _treeEnd = time;
            return this;
        }

        public ConsoleEvent? NextStop()
        {
            if (_stops.Count == 0 || _stops[0].Time > Now)
            {
                return null;
            }

            var stop = _stops[0].Event;
            _stops.RemoveAt(0);
            return stop;
        }

        public WaitOutcome WaitForFirstProcess(TimeSpan bound) => Wait(_firstEnd, bound);

        public WaitOutcome WaitForTree(TimeSpan bound) => Wait(_treeEnd, bound);

        public string? Send(ConsoleEvent consoleEvent)
        {
            Sent.Add(consoleEvent);
            return SendFailure is null ? SendProblem : throw SendFailure;
        }

        public string? Terminate(uint exitCode)
        {
            Terminated = exitCode;
            if (!IsUnkillable)
            {
                ExitCode = Now < _firstEnd ? exitCode : ExitCode;
                _firstEnd = Math.Min(_firstEnd, Now);
                _treeEnd = Now;
            }

            return null;
        }

        public IReadOnlyList<string> Running() => ["daemon.exe (1)"];

        public void Emit(LogEvent logEvent)
        {
            var values = logEvent
                .Properties.Where(pair => pair.Key is "Processes" or "Problem")
                .Select(pair => ((ScalarValue)pair.Value).Value);
            Lines.Add(string.Join(' ', [logEvent.Level, ((ScalarValue)logEvent.Properties["Event"]).Value, .. values]));
        }

        private WaitOutcome Wait(double end, TimeSpan bound)
        {
            var timeOver = bound == Timeout.InfiniteTimeSpan ? double.PositiveInfinity : Now + bound.TotalSeconds;
            var stop = _stops.Count == 0 ? double.PositiveInfinity : _stops[0].Time;
            var next = Math.Min(end, Math.Min(stop, timeOver));
            Assert.False(double.IsInfinity(next), "nothing would ever end this wait");
            Now = Math.Max(Now, next);
            if (end <= Now)
            {
                return WaitOutcome.Ended; // As WaitForMultipleObjects: the first handle counts where both are set.
            }

            return stop <= Now ? WaitOutcome.Stopped : WaitOutcome.TimeOver;
        }

        private sealed class ScriptClock(Script script) : TimeProvider
        {
            public override long TimestampFrequency => 1000;

            public override long GetTimestamp() => (long)(script.Now * 1000);
        }
    }
}
