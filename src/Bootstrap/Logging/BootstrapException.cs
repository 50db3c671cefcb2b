using Bootstrap.Text;

namespace Bootstrap.Logging;

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

    /// <summary>The process's exit code, one of <see cref="Logging.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The Windows error code behind the failure, or null when there is none.</summary>
    public uint? NativeCode { get; init; }

    /// <summary>The one line that people see: what failed, then what to do. Never holds a line break.</summary>
    public string OneLine => SingleLine.Of(Hint is null ? Message : $"{Message} {Hint}");

    public static BootstrapException Usage(string eventName, string message) =>
        new(eventName, Logging.ExitCode.Usage, message, "See bootstrap --help.");

    public static BootstrapException Network(
        string eventName, string message, string? hint = null, Exception? innerException = null, uint? nativeCode = null) =>
        new(eventName, Logging.ExitCode.NetworkFailed, message, hint, innerException) { NativeCode = nativeCode };
}
