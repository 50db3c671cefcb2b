using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether the network can be read, and the detected network mode.</summary>
internal sealed class NetworkModeCheck() : CheckRule(Id)
{
    public const string Id = "network-mode";

    private const string NotKnown = "the path to it is not known";

    /// <summary>An answer of instance metadata does not prove the path to the credentials.</summary>
    public override bool IsProvenBy(CheckRule endpoint) => endpoint is not InstanceMetadataCheck;

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        var isRead = evidence.Seen.Network is not null;
        return evidence.Decision switch
        {
            Plan plan when isRead || evidence.Credentials is not null => Decided(plan),
            NotYet => Warn("unknown: neither a sign of awsvpc or Fargate, nor a default route"),

            // The options contradict the network.
            null when isRead && evidence.NetworkFailure is { } failure =>
                Of(evidence.PathSeverity, failure.Message, Culprit.Image, failure.Hint, NotKnown),
            _ => NotRead(evidence),
        };
    }

    private Finding Decided(Plan plan)
    {
        // DivertingRouteCheck reports the other routes.
        var warnings = plan.Warnings.Where(warning => warning.Message.Name != Messages.RouteDiverted.Name);
        var texts = string.Join("; ", [plan.Reason, .. warnings.Select(warning => warning.Text)]);
        var detail = $"{plan.Mode.Name()}: {texts}";
        if (plan.IsFargateDoubtful)
        {
            return Warn(detail, Culprit.Image, CredentialsHints.FargateDoubtful, "bootstrap adds no routes on Fargate");
        }

        return warnings.Count == 0 ? Pass(detail) : Warn(detail);
    }

    /// <summary>
    /// If the task asks for no credentials, the container is healthy only if the network can be read, whatever the
    /// endpoints answer.
    /// </summary>
    private Finding NotRead(Evidence evidence)
    {
        var breaks = evidence.Credentials is null ? null : NotKnown;
        return evidence.NetworkFailure is { } failure
            ? Fail(failure.Message, Culprit.Image, failure.Hint, breaks)
            : Fail("unknown: the network could not be read in time", culprit: null,
                "Check whether the machine is overloaded. bootstrap check --backend iphelper does not need WMI.",
                breaks);
    }
}
