using Bootstrap.Network;

namespace Bootstrap.Commands;

/// <summary>A plan and the network snapshot that it is based on.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Backend">The backend that read the network; null if the plan did not need it.</param>
/// <param name="Seen">The network snapshot; null if the plan did not need it.</param>
internal readonly record struct MadePlan(Plan Plan, string? Backend, NetworkSnapshot? Seen);
