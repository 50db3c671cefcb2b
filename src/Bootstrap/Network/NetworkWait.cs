using System.Globalization;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Network;

/// <summary>Reads the network until a plan can be made.</summary>
/// <param name="network">The network.</param>
/// <param name="time">The clock.</param>
/// <param name="sleep">Waits at most this long; returns early if the network changes.</param>
/// <param name="log">The log.</param>
/// <param name="isEnough">
/// Whether the workload can start with this network, which has no default route, after this wait; the wait then ends.
/// Null: no.
/// </param>
internal sealed class NetworkWait(
    INetwork network, TimeProvider time, Action<TimeSpan> sleep, ILogger log,
    Func<NetworkSnapshot, TimeSpan, bool>? isEnough = null)
{
    /// <summary>
    /// The longest wait for a usable address after the default route exists (moby/moby#19314: two seconds).
    /// </summary>
    private static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(10);

    private readonly SeenLog _seen = new(log);

    /// <summary>The last snapshot; null before the first one.</summary>
    public NetworkSnapshot? LastSeen { get; private set; }

    /// <summary>
    /// Waits for a default route, at most for <paramref name="timeout"/>, then for a usable address on its interface.
    /// In awsvpc mode the ECS agent attaches the network after the start of the container. Therefore each snapshot is
    /// evaluated completely.
    /// </summary>
    /// <exception cref="BootstrapException">There is still no default route.</exception>
    public Plan Run(TaskEnvironment environment, PlanOptions options, TimeSpan timeout)
    {
        var start = time.GetTimestamp();
        long? firstPlan = null;
        string? waitingFor = null;
        var pause = new Pause();
        while (true)
        {
            var snapshot = LastSeen = network.Look();
            _seen.Say(snapshot);
            var decision = Planner.Decide(snapshot, environment, options);
            var missing = MissingOf(decision, snapshot);
            if (missing is null && decision is Plan ready)
            {
                if (waitingFor is not null)
                {
                    log.Say(Messages.NetworkReady, Seconds(time.GetElapsedTime(start)));
                }

                return ready;
            }

            if (decision is Plan && firstPlan is null)
            {
                firstPlan = time.GetTimestamp();
                pause = new Pause();
            }

            var waited = time.GetElapsedTime(start);
            var left = decision is Plan
                ? AddressTimeout - time.GetElapsedTime(firstPlan ?? start)
                : timeout - waited;
            if ((decision is NotYet && isEnough?.Invoke(snapshot, waited) == true) || left <= TimeSpan.Zero)
            {
                return decision.Match(
                    plan => WithoutAddress(plan, snapshot),
                    notYet => AfterTheWait(notYet, snapshot, options, left > TimeSpan.Zero ? waited : timeout)
                );
            }

            if (waitingFor != missing)
            {
                waitingFor = missing;
                log.Say(Messages.NetworkAwaited, missing, Seconds(left));
            }

            sleep(pause.Next(left));
        }
    }

    /// <summary>What is missing, as the object of "waiting for"; null if nothing is missing.</summary>
    private static string? MissingOf(Decision decision, NetworkSnapshot snapshot) => decision.Match(
        plan => plan.Interface is { } adapter && snapshot.WhyNoAddress(adapter.Index) is { } why
            ? $"an IPv4 address: interface {adapter.Index} '{adapter.Alias}' {why}"
            : null,
        notYet => notYet.Missing);

    private static Plan WithoutAddress(Plan plan, NetworkSnapshot snapshot) =>
        plan.Interface is { } adapter
            ? plan with
            {
                Warnings =
                [
                    .. plan.Warnings,
                    new PlanWarning(
                        Messages.AddressMissing, adapter.Index, adapter.Alias, snapshot.WhyNoAddress(adapter.Index),
                        Seconds(AddressTimeout)
                    ),
                ],
            }
            : plan;

    private static Plan AfterTheWait(NotYet notYet, NetworkSnapshot snapshot, PlanOptions options, TimeSpan waited) =>
        Planner.DecideAfterTheWait(snapshot, options)
        ?? throw new BootstrapException(
            Messages.NoNetwork, [WithoutArticle(notYet.Missing), Seconds(waited)], notYet.Hint);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static string WithoutArticle(string phrase) =>
        phrase.StartsWith("a ", StringComparison.Ordinal) ? phrase[2..] : phrase;
}
