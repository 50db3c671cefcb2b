namespace Bootstrap;

/// <summary>
/// An expected failure: what failed (with the native code where there is one), what to do about it, and the exit code
/// it ends with. A person sees it as one line; the stack only at debug level.
/// </summary>
#pragma warning disable CA1032 // The standard constructors would allow a failure without an exit code.
internal sealed class BootstrapException : Exception
#pragma warning restore CA1032
{
    public BootstrapException(string eventName, int exitCode, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        EventName = eventName;
        Hint = hint;
        ExitCode = exitCode;
    }

    /// <summary>Which failure it is, one of <see cref="EventNames"/>: it stays the same when the words change.</summary>
    public string EventName { get; }

    /// <summary>What the reader can do, as a sentence, or null when there is nothing to say.</summary>
    public string? Hint { get; }

    /// <summary>The process's exit code, one of <see cref="Bootstrap.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The one line that people see: what failed, then what to do. Never holds a line break.</summary>
    public string OneLine => SingleLine(Hint is null ? Message : $"{Message} {Hint}");

    public static BootstrapException Usage(string eventName, string message) =>
        new(eventName, Bootstrap.ExitCode.Usage, message, "See bootstrap --help.");

    public static BootstrapException Network(string eventName, string message, string? hint = null, Exception? innerException = null) =>
        new(eventName, Bootstrap.ExitCode.NetworkFailed, message, hint, innerException);

    /// <summary>
    /// Windows' own messages, whatever a user typed and what a stranger's file holds may have line breaks and escape
    /// sequences: a line of ours must not.
    /// </summary>
    internal static string SingleLine(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Any(char.IsControl) ? string.Concat(line.Select(character => char.IsControl(character) ? '?' : character)) : line;
    }
}
