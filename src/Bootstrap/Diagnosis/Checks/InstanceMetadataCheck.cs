using Bootstrap.Ecs;
using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether EC2 instance metadata gives a token. Few workloads need it: never a failure.</summary>
/// <param name="evidence">What was observed: it says which routes lead there.</param>
internal sealed class InstanceMetadataCheck(Evidence evidence) : CheckRule(Id)
{
    public const string Id = "instance-metadata";

    private const string MetadataOptions =
        "See the instance's metadata options: "
        + "aws ec2 describe-instances --query Reservations[].Instances[].MetadataOptions";

    public override IReadOnlyList<string> DependsOn { get; } =
        [.. RouteCheck.NamesOfThoseTo(LinkLocal.Metadata.BaseAddress, evidence), GatewayAnswersCheck.Id];

    public override bool IsConnected(Evidence evidence) => evidence.IsConnectedToInstanceMetadata;

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        switch (evidence.Seen.InstanceMetadata)
        {
            case null:
                return Skip($"not asked: {TaskVariables.InstanceMetadataDisabled} is true");
            case HttpAnswer { Status: 200 }:
                return Pass("gives a token (IMDSv2)");
            case HttpOutcome
                when !evidence.IsPlatforms && !evidence.Options.Prefixes.Any(Evidence.LeadsToInstanceMetadata):
                return Skip("no route was asked for");
            case HttpAnswer answer:
                return JudgeStatus(answer.Status);
            case HttpFailure failure:
                return JudgeFailure(failure, evidence, cause);
            default:
                throw new InvalidOperationException("unknown outcome");
        }
    }

    private Finding JudgeStatus(int status) => status switch
    {
        403 => Warn("HTTP 403: switched off for this instance", Culprit.Host, MetadataOptions),
        429 => Warn("HTTP 429: EC2 limits the rate of requests"),
        >= 500 => Warn($"HTTP {status}: instance metadata has an error of its own; ask again"),
        _ => Warn($"HTTP {status}: not EC2's IMDSv2"),
    };

    private Finding JudgeFailure(HttpFailure failure, Evidence evidence, Cause? cause)
    {
        if (evidence.IsPlatforms)
        {
            return Skip($"{failure.Detail}; it may be blocked in this mode, which is no failure");
        }

        // The hop limit keeps back the one answer and not the other.
        if (failure.Kind is HttpFailureKind.Silent or HttpFailureKind.Unreachable
            && evidence.Seen.PlainInstanceMetadata is HttpAnswer)
        {
            return Warn($"{failure.Detail} to the request for a token, while one without a token is answered",
                Culprit.Host,
                "From a nat container the answer makes one hop more: give the instance a metadata hop limit of 2 "
                + "(aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2).");
        }

        if (cause is not null)
        {
            return Skip($"{failure.Detail}; {cause.ComesFirst}");
        }

        if (evidence.IsExternalInstance)
        {
            return Skip($"{failure.Detail}; without {TaskVariables.ExecutionEnvironment} this is an external instance "
                + "(ECS Anywhere), which has none");
        }

        return evidence.IsTask
            ? Warn($"{failure.Detail}, although the route is right", Culprit.Host, HintFor(failure.Kind))
            : Warn($"{failure.Detail}; outside EC2 that is as it should be");
    }

    private static string HintFor(HttpFailureKind kind) => kind switch
    {
        HttpFailureKind.NotSent => "This says nothing about the endpoint: the request never left this container.",
        HttpFailureKind.Unreachable =>
            $"The host lets no packet through to instance metadata, or back. {MetadataOptions}",
        HttpFailureKind.Silent => $"It accepts the connection and does not answer. {MetadataOptions}",
        _ => "Something other than EC2's instance metadata answers or refuses there.",
    };
}
