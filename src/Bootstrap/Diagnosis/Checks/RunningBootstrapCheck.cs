namespace Bootstrap.Diagnosis.Checks;

/// <summary>What the bootstrap that runs the workload was told on its command line.</summary>
internal sealed class RunningBootstrapCheck() : CheckRule(Id)
{
    public const string Id = "bootstrap";

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Seen.Running switch
    {
        null => Skip("not looked for"),
        { Failure: { } failure } => Skip($"not known what ENTRYPOINT's bootstrap was told: {failure}"),
        { ProcessId: null } => Skip("no bootstrap.exe runs a workload here"),
        { Told.Count: 0 } running => Pass($"process {running.ProcessId} was told nothing that decides on routes"),
        { } running =>
            Pass($"process {running.ProcessId} was told {string.Join(' ', running.Told)}, which counts here too"),
    };
}
