using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>
/// The network mode that the agent's task metadata endpoint returns. Never a failure, because few workloads need it.
/// </summary>
/// <param name="evidence">The observations, with the routes to the endpoint.</param>
internal sealed class TaskMetadataCheck(Evidence evidence) : CheckRule(Id)
{
    public const string Id = "task-metadata";

    public override IReadOnlyList<string> DependsOn { get; } =
    [
        .. RouteCheck.NamesOfThoseTo(LinkLocal.Credentials.BaseAddress, evidence),
        GatewayAnswersCheck.Id,
        CredentialsCheck.Id,
    ];

    public override bool IsConnected(Evidence evidence) => evidence.Seen.TaskMetadata is { IsConnected: true };

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Seen.TaskMetadata switch
    {
        null => Skip($"{TaskVariables.MetadataUriV4} is not set, or names no link-local address"),
        HttpAnswer { Status: 200 } answer =>
            JudgeDocument(TaskMetadata.NetworkMode(answer.Body), evidence),
        HttpAnswer answer => JudgeStatus(answer, evidence),
        HttpFailure failure when cause is not null => Skip($"{failure.Detail}; {cause.NotChecked}"),
        HttpFailure failure when evidence.LacksCredentials => SeeCredentials(failure.Detail),
        HttpFailure failure => Warn(failure.Detail, Culprit.Host, HintFor(failure, evidence)),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    /// <summary>The hint is the same as for credentials: the same agent answers by the same path.</summary>
    private static string? HintFor(HttpFailure failure, Evidence evidence)
    {
        var state = CredentialsEndpoint.Read(failure, CredentialsProvider.EcsAgent, evidence.Seen.Now);
        return CredentialsHints.Of(
            state.Status, CredentialsProvider.EcsAgent, evidence.ModeForHints,
            isModeDetected: evidence.Options.Mode is null);
    }

    private Finding JudgeStatus(HttpAnswer answer, Evidence evidence)
    {
        var status = $"HTTP {answer.Status}";
        if (evidence.LacksCredentials && evidence.Seen.Provider == CredentialsProvider.EcsAgent)
        {
            return SeeCredentials(status);
        }

        return answer.Status switch
        {
            429 => Warn($"{status}: the agent limits the rate of requests"),
            >= 400 when !TaskMetadata.IsAgentsError(answer.Body) => NotTheAgents(status, evidence),
            >= 500 => Warn(
                $"{status}: the agent has not recorded the task's settings yet",
                Culprit.Host,
                "Try again in a moment. If the answer does not change, read the agent's log."),
            >= 400 => Warn(
                $"{status}: the agent does not know the id",
                Culprit.Host,
                "The agent may have been restarted. If it does not stop, another program has set "
                + $"{TaskVariables.MetadataUriV4} to another task's value."),
            _ => NotTheAgents(status, evidence),
        };
    }

    private Finding NotTheAgents(string status, Evidence evidence) => Warn(
        $"{status} from {evidence.Seen.TaskMetadataAddress}: not an answer of the ECS agent",
        Culprit.Host,
        "Another program answers at port 80 of the host, or a proxy on the way. "
        + "Check there: netsh interface portproxy show all and netsh http show servicestate.");

    private Finding SeeCredentials(string detail) => Warn(detail, culprit: null, $"See {CredentialsCheck.Id}.");

    private Finding JudgeDocument(string? mode, Evidence evidence)
    {
        if (mode is null)
        {
            return Warn("answers without a network mode", Culprit.Host, "Check that the agent answers there.");
        }

        if (evidence.Decision is not Plan plan)
        {
            return Pass($"network mode {mode}");
        }

        if ((plan.Mode == NetworkMode.Nat) != (mode == "awsvpc"))
        {
            return Pass($"network mode {mode}, which matches");
        }

        var detail = $"network mode {mode}, but bootstrap uses {plan.Mode.Name()}";
        return plan.IsFargateDoubtful
            ? Warn(detail, Culprit.Image, CredentialsHints.FargateDoubtful)
            : Warn(detail, Culprit.TaskDefinition, "Remove --mode or BOOTSTRAP_MODE if one is set; "
                + "otherwise report this, with the file that bootstrap plan --save-snapshot writes.");
    }
}
