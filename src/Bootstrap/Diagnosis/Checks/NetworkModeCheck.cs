using Bootstrap.Ecs;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether the network can be read, and which network mode it shows.</summary>
internal sealed class NetworkModeCheck() : CheckRule(Id)
{
    public const string Id = "network-mode";

    private const string NotKnown = "the path to it is not known";

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Decision switch
    {
        Plan plan => Of(plan.Warnings.Count == 0 ? CheckStatus.Pass : CheckStatus.Warn,
            $"{plan.Mode.Name()}: {string.Join("; ", [plan.Reason, .. plan.Warnings.Select(warning => warning.Text)])}", culprit: null, hint: null),
        NotYet => Warn("unknown: neither a sign of awsvpc or Fargate, nor a default route"),
        _ when evidence.NetworkFailure is { } failure => Fail(failure.Message, Culprit.Image, failure.Hint, NotKnown),
        _ => Of(evidence.HasCredentials ? CheckStatus.Warn : CheckStatus.Fail, "unknown: the network could not be read in time", culprit: null,
            "Is the machine very busy? If it stays so: bootstrap check --backend iphelper does without WMI.", NotKnown),
    };
}
