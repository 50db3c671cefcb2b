using Bootstrap.Ecs;
using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether EC2 instance metadata returns a token. Never a failure, because few workloads need it.</summary>
/// <param name="evidence">The observations, with the routes to the endpoint.</param>
internal sealed class InstanceMetadataCheck(Evidence evidence) : CheckRule(Id)
{
    public const string Id = "instance-metadata";

    private const string MetadataOptions =
        "Check the instance's metadata options: "
        + "aws ec2 describe-instances --query Reservations[].Instances[].MetadataOptions";

    public override IReadOnlyList<string> DependsOn { get; } =
        [.. RouteCheck.NamesOfThoseTo(LinkLocal.Metadata.BaseAddress, evidence), GatewayAnswersCheck.Id];

    public override bool IsConnected(Evidence evidence) => evidence.IsConnectedToInstanceMetadata;

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        switch (evidence.Seen.InstanceMetadata)
        {
            case null:
                return Skip($"not requested: {TaskVariables.InstanceMetadataDisabled} is true");
            case HttpAnswer { Status: 200 }:
                return Pass("returns a token (IMDSv2)");
            case HttpOutcome
                when !evidence.IsPlatforms && !evidence.Options.Prefixes.Any(Evidence.LeadsToInstanceMetadata):
                return Skip("no route is configured");
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
        403 => Warn("HTTP 403: disabled for this instance", Culprit.Host, MetadataOptions),
        429 => Warn("HTTP 429: EC2 limits the rate of requests"),
        >= 500 => Warn($"HTTP {status}: an internal error of instance metadata; try again"),
        _ => Warn($"HTTP {status}: not an answer of EC2's IMDSv2"),
    };

    private Finding JudgeFailure(HttpFailure failure, Evidence evidence, Cause? cause)
    {
        if (evidence.IsPlatforms)
        {
            return Skip($"{failure.Detail}; it may be blocked in this mode, which is not a failure");
        }

        // The hop limit applies only to the answer with the token.
        if (failure.Kind is HttpFailureKind.Silent or HttpFailureKind.Unreachable
            && evidence.Seen.PlainInstanceMetadata is HttpAnswer)
        {
            return Warn($"{failure.Detail} to the request for a token, but a request without a token is answered",
                Culprit.Host,
                "The answer to a nat container needs one more hop: set the instance's metadata hop limit to 2 "
                + "(aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2).");
        }

        if (cause is not null)
        {
            return Skip($"{failure.Detail}; {cause.NotChecked}");
        }

        if (evidence.IsExternalInstance)
        {
            return Skip($"{failure.Detail}; {TaskVariables.ExecutionEnvironment} is not set, so this is an external "
                + "instance (ECS Anywhere) without instance metadata");
        }

        return evidence.IsTask
            ? Warn($"{failure.Detail}, although the route is correct", Culprit.Host, HintFor(failure.Kind))
            : Warn($"{failure.Detail}; outside EC2 this is normal");
    }

    private static string HintFor(HttpFailureKind kind) => kind switch
    {
        HttpFailureKind.NotSent =>
            "The request did not leave this container, so the state of the endpoint is not known.",
        HttpFailureKind.Unreachable =>
            $"The host does not forward packets to instance metadata or back. {MetadataOptions}",
        HttpFailureKind.Silent => $"It accepts the connection but does not answer. {MetadataOptions}",
        _ => "Another program than EC2's instance metadata answers or refuses the connection.",
    };
}
