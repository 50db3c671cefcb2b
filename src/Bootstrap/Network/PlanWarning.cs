using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>What the reader of a plan should know.</summary>
/// <param name="EventName">Which warning it is, one of <see cref="EventNames"/>.</param>
/// <param name="Text">The warning, as a phrase.</param>
internal sealed record PlanWarning(string EventName, string Text);
