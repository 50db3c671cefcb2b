using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>The result of one planned route.</summary>
/// <param name="Planned">The planned route.</param>
/// <param name="Failure">Why it could not be set up; null on success.</param>
/// <param name="Left">Stale routes that could not be removed.</param>
/// <param name="NotLowered">Why the metric of the existing route could not be lowered; null on success.</param>
internal sealed record AppliedRoute(
    PlannedRoute Planned,
    BootstrapException? Failure,
    IReadOnlyList<LeftRoute> Left,
    BootstrapException? NotLowered = null);
