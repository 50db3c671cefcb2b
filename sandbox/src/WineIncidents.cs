namespace Sandbox;

/// <summary>
/// Counts what Wine did wrong and what the sandbox did about it, so that no second try goes unseen: a line for each in
/// the file that the variable <c>SANDBOX_WINE_INCIDENTS</c> names. Without the variable nothing is kept.
/// </summary>
internal static class WineIncidents
{
    /// <summary>Wine hung or ended while a container was made: another container was made.</summary>
    public const string ContainerAgain = "container made again";

    /// <summary>Wine ended before it came to the program: the program was started again.</summary>
    public const string ProgramAgain = "program started again";

    /// <summary>The program could not start its own child (Win32 error 1359): it was run again.</summary>
    public const string ChildAgain = "program run again, its child was not started";

    /// <summary>A message of Wine's on a program's stderr was taken out of it.</summary>
    public const string MessageRemoved = "message of Wine's removed from stderr";

    private static readonly string? Log = Environment.GetEnvironmentVariable("SANDBOX_WINE_INCIDENTS");
    private static readonly Lock Turn = new();

    public static void Count(string what, string detail)
    {
        if (string.IsNullOrEmpty(Log))
        {
            return;
        }

        lock (Turn)
        {
            File.AppendAllText(Log, $"{what}: {detail.ReplaceLineEndings(" ")}\n");
        }
    }
}
