using System.Globalization;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Endpoints;

/// <summary>
/// Holds the workload until the credentials endpoint answers with credentials: <c>--wait-for-credentials</c>.
/// </summary>
/// <param name="send">Sends a request.</param>
/// <param name="time">The clock, for the bound and for what has expired.</param>
/// <param name="sleep">Sleeps; a stop ends it with a failure.</param>
/// <param name="log">Says what is waited for, and what came.</param>
internal sealed class CredentialsWait(SendHttp send, TimeProvider time, Action<TimeSpan> sleep, ILogger log)
{
    /// <summary>
    /// How long one request may take: the agent is on this host, and answers from memory. Less than a stop waits for
    /// the
    /// main thread.
    /// </summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>The pause after the first answer that was none; it doubles after each further one.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>What is kept of the time for the last request: with less, nothing could be answered.</summary>
    private static readonly TimeSpan LastRequest = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Waits, at most for <paramref name="timeout"/>. All but one answer is tried again until then: an agent that has
    /// just
    /// been restarted says things that it takes back later, and other programs answer before the agent's proxy is
    /// there.
    /// </summary>
    /// <param name="find">
    /// Finds the request anew each time, because the token in it may be renewed meanwhile.
    /// </param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="hint">
    /// What to do when no credentials came: for the last state and the request that led to it.
    /// </param>
    /// <exception cref="BootstrapException">There are none, and either there will be none, or the time is
    /// over.</exception>
    public void Run(Func<CredentialsTarget> find, TimeSpan timeout, Func<CredentialsState, HttpRequest, string?> hint)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        string? waitingFor = null;
        Attempt? last = null;
        while (true)
        {
            var left = timeout - time.GetElapsedTime(start);
            var bound = left < RequestTimeout && left > TimeSpan.Zero ? left : RequestTimeout;
            var attempt = Try(find(), bound, hint);

            // A request that was cut short and not answered says nothing new.
            last = last is not null && bound < RequestTimeout && !attempt.State.IsAnswered ? last : attempt;
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

    /// <summary>One request and its state, or why there was no request.</summary>
    private sealed record Attempt(CredentialsState State, Func<string?> Hint);

    private Attempt Try(CredentialsTarget target, TimeSpan bound, Func<CredentialsState, HttpRequest, string?> hint)
    {
        if (target.Request is not { } request)
        {
            var whyNot = target.WhyNot!;
            return whyNot.MayChange
                ? new Attempt(new CredentialsState(CredentialsStatus.NotSent, whyNot.What), () => whyNot.Hint)
                : throw new BootstrapException(Messages.NoCredentialsToWaitFor, [whyNot.What], whyNot.Hint);
        }

        var provider = CredentialsEndpoint.ProviderAt(request.Uri);
        var state = CredentialsEndpoint.Read(send(request, bound), provider, time.GetUtcNow());
        return new Attempt(state, () => hint(state, request));
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
