namespace Bootstrap.Diagnosis;

/// <summary>
/// One check: its name, the checks that it depends on, and its evaluation. Pure. The order of the report and the hint
/// "See X." follow from <see cref="DependsOn"/>. A new check needs a class in <c>Checks</c> and a line in
/// <see cref="Judgement.Rules"/>.
/// </summary>
/// <param name="name">The check's stable name, such as <c>default-gateway</c>.</param>
internal abstract class CheckRule(string name)
{
    public string Name { get; } = name;

    /// <summary>
    /// The names of the checks that must pass for this one to pass. Names that are not in the report are ignored.
    /// </summary>
    public virtual IReadOnlyList<string> DependsOn => [];

    /// <summary>
    /// Whether the endpoint of this check could be connected to: then everything that it depends on works.
    /// </summary>
    public virtual bool IsConnected(Evidence evidence) => false;

    /// <summary>Whether a connection to the endpoint of another check proves that this one is not broken.</summary>
    public virtual bool IsProvenBy(CheckRule endpoint) => true;

    /// <summary>Evaluates the check.</summary>
    /// <param name="evidence">The observations.</param>
    /// <param name="cause">The first failed dependency, direct or indirect, or null.</param>
    public abstract Finding Judge(Evidence evidence, Cause? cause);

    protected Finding Pass(string detail) => new(new Check(Name, CheckStatus.Pass, detail));

    protected Finding Skip(string detail) => new(new Check(Name, CheckStatus.Skip, detail));

    protected Finding Warn(string detail, Culprit? culprit = null, string? hint = null, string? breaks = null) =>
        Of(CheckStatus.Warn, detail, culprit, hint, breaks);

    protected Finding Fail(string detail, Culprit? culprit = null, string? hint = null, string? breaks = null) =>
        Of(CheckStatus.Fail, detail, culprit, hint, breaks);

    protected Finding Of(CheckStatus status, string detail, Culprit? culprit, string? hint, string? breaks = null) =>
        new(new Check(Name, status, detail, culprit, hint), breaks);
}
