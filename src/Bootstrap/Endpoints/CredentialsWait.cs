using System.Globalization;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Endpoints;

/// <summary>
/// Waits until the credentials endpoint returns credentials: <c>--wait-for-credentials</c>.
/// </summary>
/// <param name="send">Sends a request. A stop ends it with an exception.</param>
/// <param name="time">The clock.</param>
/// <param name="sleep">Sleeps. A stop ends it with an exception.</param>
/// <param name="log">The log.</param>
internal sealed class CredentialsWait(SendHttp send, TimeProvider time, Action<TimeSpan> sleep, ILogger log)
{
    /// <summary>
    /// The time limit of the first request: the agent is on this host and answers from memory. It doubles after each
    /// request that took all of it, because SDKs wait longer for a busy agent (botocore 2 s, .NET 100 s).
    /// </summary>
    private static readonly TimeSpan FirstRequestTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// The agent closes a connection on which it could not answer within 5 s (amazon-ecs-agent,
    /// agent/handlers/task_server_setup.go, writeTimeout).
    /// </summary>
    public static readonly TimeSpan LongestRequestTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The pause after the first attempt. It doubles after each further one.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>The time that is reserved for the last request. With less it could not be answered.</summary>
    private static readonly TimeSpan LastRequest = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Waits at most for <paramref name="timeout"/>. Only one answer is final; after all others the request is sent
    /// again: an agent that was just restarted answers with temporary errors, and other programs may answer until the
    /// agent's proxy is set up.
    /// </summary>
    /// <param name="find">Finds the request. Called for each attempt, because the token may be renewed.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="hint">Returns what to do after a failure, for the last state and its request.</param>
    /// <exception cref="BootstrapException">The answer is final, or the time is over.</exception>
    public void Run(Func<CredentialsTarget> find, TimeSpan timeout, Func<CredentialsState, HttpRequest, string?> hint)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        var requestTimeout = FirstRequestTimeout;
        string? waitingFor = null;
        Attempt? last = null;
        while (true)
        {
            var left = timeout - time.GetElapsedTime(start);
            var bound = left < requestTimeout && left > TimeSpan.Zero ? left : requestTimeout;
            var attempt = Try(find(), bound, hint);

            // A shortened request without an answer gives no new information.
            last = last is not null && bound < requestTimeout && !attempt.State.IsAnswered ? last : attempt;
            if (attempt.State.Status is CredentialsStatus.Silent or CredentialsStatus.Unreachable)
            {
                var doubled = requestTimeout * 2;
                requestTimeout = doubled < LongestRequestTimeout ? doubled : LongestRequestTimeout;
            }

            switch (last.State.Status)
            {
                case CredentialsStatus.Ready:
                    log.Say(Messages.CredentialsReady, last.State.Detail);
                    return;

                case CredentialsStatus.NoId:
                    throw new BootstrapException(Messages.CredentialsRefused, [last.State.Detail], last.Hint());
            }

            left = timeout - time.GetElapsedTime(start);
            if (left <= LastRequest)
            {
                throw new BootstrapException(
                    Messages.NoCredentials, [Seconds(timeout), last.State.Detail], last.Hint());
            }

            if (waitingFor != last.State.Detail)
            {
                waitingFor = last.State.Detail;
                log.Say(Messages.CredentialsAwaited, Seconds(left), waitingFor);
            }

            sleep(pause < left - LastRequest ? pause : left - LastRequest);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>The result of one attempt, and its hint.</summary>
    private sealed record Attempt(CredentialsState State, Func<string?> Hint);

    private Attempt Try(CredentialsTarget target, TimeSpan bound, Func<CredentialsState, HttpRequest, string?> hint)
    {
        switch (target)
        {
            case { Request: { } request }:
                var state = CredentialsEndpoint.Ask(request, send, bound, time);
                return new Attempt(state, () => hint(state, request));

            case { WhyNot: { MayChange: true } whyNot }:
                return new Attempt(new CredentialsState(CredentialsStatus.NotSent, whyNot.What), () => whyNot.Hint);

            default:
                throw new BootstrapException(
                    Messages.NoCredentialsToWaitFor, [target.WhyNot?.What], target.WhyNot?.Hint);
        }
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
