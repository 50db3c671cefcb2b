using Bootstrap.Text;

namespace Bootstrap.Logging;

/// <summary>
/// An expected failure: what failed (with the native code, if any), what to do, and the exit code. It is logged as one
/// line; the stack only at debug level.
/// </summary>
#pragma warning disable CA1032 // The standard constructors would allow a failure without an exit code.
internal sealed class BootstrapException : Exception
#pragma warning restore CA1032
{
    /// <param name="message">Which failure it is: one of <see cref="Messages"/> that has an exit code.</param>
    /// <param name="values">The values of the message's placeholders, in their order.</param>
    /// <param name="hint">What to do, where it depends on data; null for the message's own hint.</param>
    /// <param name="innerException">The cause, or null.</param>
    public BootstrapException(
        Message message, object?[] values, string? hint = null, Exception? innerException = null)
        : base(message.Text(values), innerException)
    {
        EventName = message.Name;
        Hint = hint ?? message.Hint;
        ExitCode = message.ExitCode
            ?? throw new ArgumentException($"{message.Name} has no exit code", nameof(message));
    }

    /// <summary>Which failure it is: <see cref="Message.Name"/>.</summary>
    public string EventName { get; }

    /// <summary>What the reader can do, as a sentence, or null without advice.</summary>
    public string? Hint { get; }

    /// <summary>The process's exit code, one of <see cref="Logging.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The Windows error code that caused the failure, or null without one.</summary>
    public uint? NativeCode { get; init; }

    /// <summary>The log line: what failed, then what to do. It contains no line break.</summary>
    public string OneLine => SingleLine.Of(Hint is null ? Message : $"{Message} {Hint}");
}
