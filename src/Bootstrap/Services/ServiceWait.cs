using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Services;

/// <summary>
/// Waits for one service to stop or to start, as long as the service shows progress (its check point or state changes,
/// https://learn.microsoft.com/windows/win32/services/service-state-transitions), and at most two minutes.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="goal"><c>stop</c> or <c>start</c>.</param>
/// <param name="done"><c>stopped</c> or <c>started</c>.</param>
/// <param name="time">The clock.</param>
/// <param name="sleep">Sleeps. A stop of the container ends it with an exception.</param>
/// <param name="log">The log.</param>
internal sealed class ServiceWait(
    string service, string goal, string done, TimeProvider time, Action<TimeSpan> sleep, ILogger log)
{
    /// <summary>
    /// The longest wait. IIS allows its worker processes 90 s to finish their requests (shutdownTimeLimit,
    /// https://learn.microsoft.com/iis/configuration/system.applicationhost/applicationpools/add/processmodel).
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The longest time without progress, unless the service's wait hint is longer. Windows uses 30 s for a start.
    /// </summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A shorter wait is not logged.</summary>
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(1);

    /// <summary>In milliseconds.</summary>
    private const int FirstPoll = 10, SlowestPoll = 500;

    private readonly long _start = time.GetTimestamp();
    private long _progress;
    private int _poll = FirstPoll;
    private ServiceStatus? _last;
    private bool _isSaid;

    /// <summary>Sleeps until the next query of the status.</summary>
    /// <param name="status">The current status.</param>
    /// <exception cref="BootstrapException">The time is over, or the container is stopped.</exception>
    public void Pause(ServiceStatus status)
    {
        var now = time.GetTimestamp();
        if (_last is null || _last.State != status.State || _last.CheckPoint != status.CheckPoint)
        {
            _last = status;
            _progress = now;
        }

        var elapsed = time.GetElapsedTime(_start, now);
        var patience = status.WaitHint > LongestPause ? status.WaitHint : LongestPause;
        if (elapsed >= Longest || time.GetElapsedTime(_progress, now) >= patience)
        {
            throw ServiceFailures.TimedOut(service, done, elapsed, status);
        }

        if (!_isSaid && elapsed >= Silent)
        {
            _isSaid = true;
            log.Say(Messages.ServiceAwaited, service, goal, (Longest - elapsed).TotalSeconds);
        }

        sleep(TimeSpan.FromMilliseconds(_poll));
        _poll = Math.Min(_poll * 2, SlowestPoll);
    }
}
