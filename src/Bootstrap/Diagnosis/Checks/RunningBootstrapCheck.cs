namespace Bootstrap.Diagnosis.Checks;

/// <summary>The options of the bootstrap process that runs the workload.</summary>
internal sealed class RunningBootstrapCheck() : CheckRule(Id)
{
    public const string Id = "bootstrap";

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Seen.Running switch
    {
        null => Skip("not searched"),
        { Failure: { } failure } => Skip($"the options of ENTRYPOINT's bootstrap cannot be read: {failure}"),
        { ProcessId: null } => Skip("no bootstrap.exe runs a workload here"),
        { Options.Count: 0 } running => Pass($"process {running.ProcessId} runs without options that affect routes"),
        { } running =>
            Pass($"process {running.ProcessId} runs with {string.Join(' ', running.Options)}; check uses these too"),
    };
}
