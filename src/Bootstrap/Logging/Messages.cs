using System.Runtime.CompilerServices;
using Serilog.Events;

namespace Bootstrap.Logging;

/// <summary>
/// All log messages from level information up, one property each. The summary of a property is the cause, its remarks
/// are what to do. <c>./build docs</c> generates docs/messages.md from them.
/// </summary>
/// <remarks>A property creates its value on each call, so that start-up creates only what it logs.</remarks>
internal static partial class Messages
{
    /// <summary>A failure because of which the container stops, unless <c>--on-failure continue</c> is given.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // A call is smaller than the constructor.
    private static Message SetupFailure(string name, string template, string? hint = null) =>
        new(name, LogEventLevel.Error, template, Logging.ExitCode.SetupFailed, hint);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Message Warning(string name, string template) => new(name, LogEventLevel.Warning, template);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Message Information(string name, string template) => new(name, LogEventLevel.Information, template);
}
