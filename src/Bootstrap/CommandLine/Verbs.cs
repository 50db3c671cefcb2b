namespace Bootstrap.CommandLine;

/// <summary>The verbs as they are written.</summary>
internal static class Verbs
{
    /// <summary>The word that stands for a verb; empty for the one that needs none.</summary>
    public static string Name(this Verb verb) => verb switch
    {
        Verb.Run => string.Empty,
        Verb.Plan => "plan",
        Verb.Check => "check",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
    };
}
