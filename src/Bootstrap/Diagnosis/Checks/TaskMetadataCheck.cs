using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>What the agent's task metadata endpoint says of the network mode.</summary>
/// <param name="evidence">What was observed: it says which routes lead there.</param>
internal sealed class TaskMetadataCheck(Evidence evidence) : CheckRule(Id)
{
    public const string Id = "task-metadata";

    public override IReadOnlyList<string> DependsOn { get; } =
        [.. RouteCheck.NamesOfThoseTo(LinkLocal.Credentials.BaseAddress, evidence), GatewayAnswersCheck.Id, CredentialsCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Seen.TaskMetadata switch
    {
        HttpAnswer { Status: 200 } answer => JudgeDocument(TaskMetadata.NetworkMode(answer.Body), evidence.Decision as Plan),
        HttpAnswer { Status: >= 500 } answer => Warn($"HTTP {answer.Status}: the agent has not recorded the task's settings yet"),
        HttpAnswer { Status: < 400 } answer => Warn($"HTTP {answer.Status}, and no document", Culprit.Host, "Is it the agent that answers there?"),
        HttpAnswer answer => Warn($"HTTP {answer.Status}", Culprit.TaskDefinition, $"Something has set {TaskVariables.MetadataUriV4} to another task's value."),
        HttpFailure failure when cause is not null => Skip($"{failure.Detail}; {cause.ComesFirst}"),
        HttpFailure failure when evidence.Credentials is not null && !evidence.HasCredentials => Warn(failure.Detail, culprit: null, $"See {CredentialsCheck.Id}."),
        HttpFailure failure => Warn(failure.Detail, Culprit.Host,
            CredentialsHints.Of(CredentialsStatus.NoAnswer, LinkLocal.Credentials.BaseAddress, evidence.Decision as Plan)),
        _ => Skip($"{TaskVariables.MetadataUriV4} is not set, or names no link-local address"),
    };

    private Finding JudgeDocument(string? says, Plan? plan)
    {
        if (says is null)
        {
            return Warn("answers, and names no network mode", Culprit.Host, "Is it the agent that answers there?");
        }

        if (plan is null)
        {
            return Pass($"network mode {says}");
        }

        return (plan.Mode == NetworkMode.Nat) == (says == "awsvpc")
            ? Warn($"says {says}, and {plan.Mode.Name()} was recognised", Culprit.TaskDefinition,
                "Take --mode or BOOTSTRAP_MODE away if one is set; else report this, with the file that bootstrap plan --save-snapshot writes.")
            : Pass($"network mode {says}, which agrees");
    }
}
