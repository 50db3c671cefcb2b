using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>The container's network adapter.</summary>
internal sealed class AdapterCheck() : CheckRule(Id)
{
    public const string Id = "adapter";

    public override IReadOnlyList<string> DependsOn => [NetworkModeCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Decision is Plan { Interface: { } chosen })
        {
            var name = $"{chosen.Index} '{chosen.Alias}' ({chosen.Description})";
            if (evidence.Seen.Network?.WhyNoAddress(chosen.Index) is { } why)
            {
                return WithoutAddress($"{name} {why}", evidence);
            }

            return chosen.IsUp ? Pass(name) : Warn($"{name}, which is down");
        }

        if (evidence.Seen.Network is not { } network)
        {
            return Skip("the network could not be read");
        }

        var lost = network.Adapters.OrderBy(adapter => adapter.Index)
            .FirstOrDefault(adapter => network.HasLostAddress(adapter.Index));
        if (evidence.Decision is NotYet && lost is not null)
        {
            return WithoutAddress($"{lost.Index} '{lost.Alias}' {network.WhyNoAddress(lost.Index)}", evidence);
        }

        if (network.Adapters.Count > 0)
        {
            var names = network.Adapters
                .OrderBy(adapter => adapter.Index)
                .Select(adapter => $"{adapter.Index} '{adapter.Alias}'");
            return Pass(string.Join(", ", names));
        }

        if (network.WhyNoAdapters is { } whyUnread)
        {
            return Warn(whyUnread);
        }

        // On Windows every network mode of ECS has an adapter. Without one, the agent or HNS has not attached it yet.
        return evidence.IsTask
            ? None(Culprit.Host, "In awsvpc mode the agent attaches the network up to three minutes after the start. "
                + "If it does not, read the agent's log.")
            : None(Culprit.TaskDefinition, "Check whether the container was started without a network.");

        Finding None(Culprit culprit, string hint) => Of(evidence.PathSeverity, "none", culprit, hint, "no adapter");
    }

    private Finding WithoutAddress(string detail, Evidence evidence) => Of(evidence.PathSeverity, detail, Culprit.Host,
        "Without an address nothing can be sent. Check the host's HNS network, and start the task again.",
        "the container has no usable address");
}
