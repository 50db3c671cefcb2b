namespace Bootstrap.CommandLine;

/// <summary>The names of the verbs.</summary>
internal static class Verbs
{
    /// <summary>The verb on the command line; empty for <see cref="Verb.Run"/>.</summary>
    public static string Name(this Verb verb) => verb switch
    {
        Verb.Run => string.Empty,
        Verb.Plan => "plan",
        Verb.Check => "check",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
    };
}
