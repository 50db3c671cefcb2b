using System.Globalization;
using System.Net;
using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog;

namespace Bootstrap.Endpoints;

/// <summary>Holds the workload until the credentials endpoint answers with credentials: <c>--wait-for-credentials</c>.</summary>
/// <param name="send">Sends a request.</param>
/// <param name="time">The clock, for the bound and for what has expired.</param>
/// <param name="sleep">Sleeps; a stop ends it with a failure.</param>
/// <param name="log">Says what is waited for, and what came.</param>
internal sealed class CredentialsWait(SendHttp send, TimeProvider time, Action<TimeSpan> sleep, ILogger log)
{
    /// <summary>
    /// How long one request may take: the agent is on this host, and answers from memory. Less than a stop waits for the
    /// main thread.
    /// </summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>The pause after the first answer that was none; it doubles after each further one.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>What is kept of the time for the last request: with less, nothing could be answered.</summary>
    private static readonly TimeSpan LastRequest = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits, at most for <paramref name="timeout"/>.</summary>
    /// <param name="request">
    /// Gives the request anew each time, because the token in it may be renewed meanwhile; throws when there is none to make.
    /// </param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="plan">What the way to the endpoint is.</param>
    /// <exception cref="BootstrapException">There are none, and either will not be, or the time is over.</exception>
    public void Run(Func<HttpRequest> request, TimeSpan timeout, Plan? plan)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        string? waitingFor = null;
        CredentialsState? last = null;
        while (true)
        {
            var left = timeout - time.GetElapsedTime(start);
            var asked = request();
            var bound = left < RequestTimeout && left > TimeSpan.Zero ? left : RequestTimeout;
            var state = CredentialsEndpoint.Read(send(asked, bound), time.GetUtcNow());

            // A request that was cut short and not answered says nothing new.
            last = state = last is not null && bound < RequestTimeout && state.Status == CredentialsStatus.NoAnswer ? last : state;
            switch (state.Status)
            {
                case CredentialsStatus.Ready:
                    log.Say(Messages.CredentialsReady, state.Detail);
                    return;

                case CredentialsStatus.Refused:
                    throw new BootstrapException(Messages.CredentialsRefused, [state.Detail], Hint());
            }

            left = timeout - time.GetElapsedTime(start);
            if (left <= LastRequest)
            {
                throw new BootstrapException(Messages.NoCredentials, [Seconds(timeout), state.Detail], Hint());
            }

            if (waitingFor != state.Detail)
            {
                waitingFor = state.Detail;
                log.Say(Messages.CredentialsAwaited, Seconds(left), state.Detail);
            }

            sleep(pause < left - LastRequest ? pause : left - LastRequest);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;

            // Unlike check, this knows nothing of the gateway.
            string? Hint() => CredentialsHints.Of(state.Status, IPAddress.Parse(asked.Uri.Host), plan)
                + (state.Status == CredentialsStatus.NoAnswer ? $" {CredentialsHints.SeeCheck}" : string.Empty);
        }
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
