using Bootstrap.Network;

namespace Bootstrap.Commands;

/// <summary>A plan and the backend that read the network for it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Backend">The backend's name, or null when the network did not have to be read.</param>
internal sealed record MadePlan(Plan Plan, string? Backend);
