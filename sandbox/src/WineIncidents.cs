namespace Sandbox;

/// <summary>
/// Records each failure of Wine and how the sandbox handled it, so that retries are visible: one line each in the file
/// that the variable <c>SANDBOX_WINE_INCIDENTS</c> names. Without the variable nothing is recorded.
/// </summary>
internal static class WineIncidents
{
    /// <summary>Wine hung or ended while a container was created; another container was created.</summary>
    public const string ContainerAgain = "container made again";

    /// <summary>Wine ended before it started the program; the start was repeated.</summary>
    public const string ProgramAgain = "program started again";

    /// <summary>The program could not start a child process (Win32 error 1359); the program was run again.</summary>
    public const string ChildAgain = "program run again, its child was not started";

    /// <summary>A message of Wine was removed from a program's stderr.</summary>
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
