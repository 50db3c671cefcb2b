namespace Bootstrap.Logging;

/// <summary>
/// Everything that this program writes to the log from level information up, one property each. The summary of a
/// property is the cause, its remarks are what to do. <c>./build docs</c> makes docs/messages.md of them.
/// </summary>
/// <remarks>The properties make their value when they are asked: a start makes only what it logs.</remarks>
internal static partial class Messages;
