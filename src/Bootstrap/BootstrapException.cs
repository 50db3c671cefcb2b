namespace Bootstrap;

/// <summary>
/// An expected failure: what failed (with the native code where there is one), what to do about it, and the exit code
/// it ends with. A person sees it as one line; the stack only at debug level.
/// </summary>
#pragma warning disable CA1032 // The standard constructors would allow a failure without an exit code.
internal sealed class BootstrapException : Exception
#pragma warning restore CA1032
{
    public BootstrapException(int exitCode, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Hint = hint;
        ExitCode = exitCode;
    }

    /// <summary>What the reader can do, as a sentence, or null when there is nothing to say.</summary>
    public string? Hint { get; }

    /// <summary>The process's exit code, one of <see cref="Bootstrap.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The one line that people see: what failed, then what to do. Never holds a line break.</summary>
    public string OneLine => SingleLine(Hint is null ? Message : $"{Message} {Hint}");

    public static BootstrapException Usage(string message) =>
        new(Bootstrap.ExitCode.Usage, message, "See bootstrap --help.");

    public static BootstrapException Network(string message, string? hint = null, Exception? innerException = null) =>
        new(Bootstrap.ExitCode.NetworkFailed, message, hint, innerException);

    /// <summary>Windows' own messages, and whatever a user typed, may hold line breaks: a log line must not.</summary>
    internal static string SingleLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
