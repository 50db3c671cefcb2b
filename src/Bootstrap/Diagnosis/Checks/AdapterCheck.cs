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
            return chosen.IsUp ? Pass(name) : Warn($"{name}, which is down");
        }

        if (evidence.Seen.Network is not { } network)
        {
            return Skip("the network could not be read");
        }

        if (network.Adapters.Count > 0)
        {
            return Pass(string.Join(", ", network.Adapters.OrderBy(adapter => adapter.Index).Select(adapter => $"{adapter.Index} '{adapter.Alias}'")));
        }

        // On Windows every network mode of ECS brings an adapter: without one, the agent or HNS has not attached it yet.
        return evidence.IsTask
            ? Of(evidence.PathSeverity, "none", Culprit.Host,
                "In awsvpc mode the agent attaches the network up to three minutes after the start. If it stays so, read the agent's log.", "no adapter")
            : Of(evidence.PathSeverity, "none", Culprit.TaskDefinition, "Was the container started without a network?", "no adapter");
    }
}
