using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether the credentials endpoint returns credentials.</summary>
/// <param name="evidence">The observations, with the routes to the endpoint.</param>
internal sealed class CredentialsCheck(Evidence evidence) : CheckRule(Id)
{
    public const string Id = "credentials";

    public override IReadOnlyList<string> DependsOn { get; } =
    [
        EnvironmentCheck.Id,
        .. RouteCheck.NamesOfThoseTo(evidence.Seen.CredentialsAddress, evidence),
        GatewayAnswersCheck.Id,
    ];

    public override bool IsConnected(Evidence evidence) => evidence.Credentials is { IsConnected: true };

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Credentials is not { } state || evidence.Seen.CredentialsAddress is not { } address)
        {
            return Skip(evidence.Seen.WhyNoCredentialsRequest?.What ?? "not requested");
        }

        if (state.IsReady)
        {
            return Pass(state.Detail);
        }

        var detail = state.Status == CredentialsStatus.Expired ? state.Detail : $"{state.Detail} from {address}";
        if (!state.IsConnected && cause is not null)
        {
            return Fail($"{detail}: {cause.Breaks}", cause.Culprit, cause.See);
        }

        if (!state.IsConnected
            && evidence.Nat is { } plan
            && !plan.Routes.Any(route => route.Destination.Contains(address)))
        {
            return Fail($"{detail}: no route is configured", Culprit.Image, CredentialsHints.NotRouted(address));
        }

        if (IsForeignPath(state.Status, evidence))
        {
            return Fail(detail, Culprit.Image, CredentialsHints.NotTheAgentsPath);
        }

        var provider = evidence.Seen.Provider;
        var hint = CredentialsHints.Of(
                state.Status, provider, evidence.ModeForHints, isModeDetected: evidence.Options.Mode is null)
            + (state.IsConnected ? string.Empty : GatewayDoubt.Of(evidence.Nat));
        return Fail(detail, CulpritOf(state.Status, provider), hint);
    }

    /// <summary>
    /// Whether the variable names a path that the agent does not serve, at the address where it serves task metadata.
    /// Other providers (amazon-ecs-local-container-endpoints) report their own problems with other statuses than 404.
    /// </summary>
    private static bool IsForeignPath(CredentialsStatus status, Evidence evidence) =>
        evidence.Seen.Provider == CredentialsProvider.Other
        && evidence.IsAgentAt(evidence.Seen.CredentialsAddress)
        && (status == CredentialsStatus.Foreign || evidence.Seen.Credentials is HttpAnswer { Status: 404 });

    private static Culprit? CulpritOf(CredentialsStatus status, CredentialsProvider provider) => status switch
    {
        CredentialsStatus.NotSent => null,
        CredentialsStatus.NoId => Culprit.TaskDefinition,
        CredentialsStatus.Error or CredentialsStatus.NotReady when provider == CredentialsProvider.EksPodIdentity =>
            Culprit.TaskDefinition,
        _ => Culprit.Host,
    };
}
