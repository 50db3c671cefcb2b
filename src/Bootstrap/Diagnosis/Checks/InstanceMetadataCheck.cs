using Bootstrap.Ecs;
using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether EC2 instance metadata gives a token. Few workloads need it: never a failure.</summary>
/// <param name="evidence">What was observed: it says which routes lead there.</param>
internal sealed class InstanceMetadataCheck(Evidence evidence) : CheckRule(Id)
{
    public const string Id = "instance-metadata";

    public override IReadOnlyList<string> DependsOn { get; } =
        [.. RouteCheck.NamesOfThoseTo(LinkLocal.Metadata.BaseAddress, evidence), GatewayAnswersCheck.Id];

    public override bool IsAnswered(Evidence evidence) => evidence.Seen.InstanceMetadata is HttpAnswer { Status: 200 };

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Seen.InstanceMetadata switch
    {
        null => Skip($"not asked: {TaskVariables.InstanceMetadataDisabled} is true"),
        HttpAnswer { Status: 200 } => Pass("gives a token (IMDSv2)"),
        _ when !evidence.IsPlatforms && !evidence.Options.Prefixes.Any(Evidence.LeadsToInstanceMetadata) => Skip("no route was asked for"),
        HttpAnswer { Status: 403 } when evidence.IsTask => Warn("HTTP 403: switched off for this instance", Culprit.Host, "The instance's metadata options say HttpEndpoint disabled."),
        HttpAnswer answer => Warn($"HTTP {answer.Status}: not EC2's IMDSv2"),
        HttpFailure failure when evidence.IsPlatforms => Skip($"{failure.Detail}; it may be blocked in this mode, which is no failure"),
        HttpFailure failure when cause is not null => Skip($"{failure.Detail}; {cause.ComesFirst}"),
        HttpFailure failure when !evidence.IsTask => Warn($"{failure.Detail}; outside EC2 that is as it should be"),
        HttpFailure { Kind: not HttpFailureKind.TimedOut } failure => Warn($"{failure.Detail}, although the route is right", Culprit.Host,
            "Something else than EC2's instance metadata answers or refuses there."),
        HttpFailure failure => Warn($"{failure.Detail}, although the route is right", Culprit.Host,
            "From a nat container the answer makes one hop more: give the instance a metadata hop limit of 2 (aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2)."),
        _ => throw new InvalidOperationException("an outcome that is none"),
    };
}
