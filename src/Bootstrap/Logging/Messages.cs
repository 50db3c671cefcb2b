namespace Bootstrap.Logging;

/// <summary>
/// All log messages from level information up, one property each. The summary of a property is the cause, its remarks
/// are what to do. <c>./build docs</c> generates docs/messages.md from them.
/// </summary>
/// <remarks>A property creates its value on each call, so that start-up creates only what it logs.</remarks>
internal static partial class Messages;
