using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether the credentials endpoint gives credentials.</summary>
/// <param name="evidence">What was observed: it says which routes lead there.</param>
internal sealed class CredentialsCheck(Evidence evidence) : CheckRule(Id)
{
    public const string Id = "credentials";

    public override IReadOnlyList<string> DependsOn { get; } =
        [EnvironmentCheck.Id, .. RouteCheck.NamesOfThoseTo(evidence.Seen.CredentialsAddress, evidence), GatewayAnswersCheck.Id];

    public override bool IsAnswered(Evidence evidence) => evidence.HasCredentials;

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Credentials is not { } state || evidence.Seen.CredentialsAddress is not { } address)
        {
            return Skip(evidence.Seen.WhyNoCredentialsRequest?.What ?? "not asked");
        }

        if (state.Status == CredentialsStatus.Ready)
        {
            return Pass(state.Detail);
        }

        var detail = state.Status == CredentialsStatus.Expired ? state.Detail : $"{state.Detail} from {address}";
        if (state.Status == CredentialsStatus.NoAnswer)
        {
            if (cause is not null)
            {
                return Fail($"{detail}: {cause.Breaks}", cause.Culprit, cause.See);
            }

            if (evidence.Nat is { } plan && !plan.Routes.Any(route => route.Destination.Contains(address)))
            {
                return Fail($"{detail}: no route was asked for", Culprit.Image, CredentialsHints.NotRouted(address));
            }

            if (evidence.IsAwsvpc && evidence.Options.Mode is not null && evidence.Seen.Network is { } network
                && !network.Routes.Any(route => !route.IsDefault && route.Destination.Contains(address)))
            {
                return Fail($"{detail}: no on-link route leads there", Culprit.Image,
                    $"Is {evidence.Options.ModeSource} right? bootstrap check --mode auto says what there is.");
            }
        }

        var culprit = state.Status == CredentialsStatus.Refused ? Culprit.TaskDefinition : Culprit.Host;
        return Fail(detail, culprit, CredentialsHints.Of(state.Status, address, evidence.Decision as Plan));
    }
}
