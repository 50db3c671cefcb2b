using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>What became of one planned route.</summary>
/// <param name="Planned">The plan.</param>
/// <param name="Failure">Why it could not be set up; null when it is there.</param>
/// <param name="Left">Stale routes that could not be removed.</param>
internal sealed record AppliedRoute(PlannedRoute Planned, BootstrapException? Failure, IReadOnlyList<LeftRoute> Left);
