namespace Bootstrap.Diagnosis;

/// <summary>How a check ended.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>Worth knowing; the workload can do without.</summary>
    Warn,

    /// <summary>The workload will lack something that it was meant to have.</summary>
    Fail,

    /// <summary>Does not apply here, or could not be looked at because of something that another check tells.</summary>
    Skip,
}

/// <summary>Whose side has to be changed.</summary>
internal enum Culprit
{
    /// <summary>The container's image: its Dockerfile, or what it starts.</summary>
    Image,

    /// <summary>The task definition, or whoever started the container otherwise.</summary>
    TaskDefinition,

    /// <summary>The container instance: its Windows, its ECS agent, its settings in EC2.</summary>
    Host,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Name">Its stable name, such as <c>default-gateway</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was seen, as a phrase.</param>
/// <param name="Culprit">Whose side has to be changed, or null.</param>
/// <param name="Hint">What to do there, as a sentence, or null.</param>
internal sealed record Check(string Name, CheckStatus Status, string Detail, Culprit? Culprit = null, string? Hint = null);

/// <summary>A stretch of the way from the container to its credentials.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="IsOpen">Whether it can be passed; null when nobody knows, because it breaks before.</param>
/// <param name="Break">What is wrong with it, as a phrase; null when nothing is.</param>
internal sealed record Stretch(string From, bool? IsOpen, string? Break);

/// <summary>What came of all checks.</summary>
/// <param name="Checks">In the order in which one thing depends on the next.</param>
/// <param name="Way">The way to the credentials, stretch by stretch; empty when none were asked for.</param>
/// <param name="Destination">Where the way ends.</param>
internal sealed record Report(IReadOnlyList<Check> Checks, IReadOnlyList<Stretch> Way, string Destination)
{
    /// <summary>Whether the workload has what it needs: a warning is no failure.</summary>
    public bool IsHealthy => !Checks.Any(check => check.Status == CheckStatus.Fail);

    /// <summary>The first failure that names a side to change: what follows from it comes behind it.</summary>
    public Check? FirstCause => Checks.FirstOrDefault(check => check is { Status: CheckStatus.Fail, Culprit: not null });
}
