using Bootstrap.Network;

namespace Bootstrap.Commands;

/// <summary>A plan and the look that it was made from.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Backend">The backend that read the network; null when the decision did not need it.</param>
/// <param name="Seen">What was seen; null when the decision did not need it.</param>
internal sealed record MadePlan(Plan Plan, string? Backend, NetworkSnapshot? Seen);
