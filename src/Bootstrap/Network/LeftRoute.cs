using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>A stale route that is still there.</summary>
/// <param name="Route">The route.</param>
/// <param name="Cause">Why it could not be removed; null when Windows reported success, or it was not to be
/// removed.</param>
/// <param name="IsOutranked">The right route wins over it.</param>
internal sealed record LeftRoute(Route Route, BootstrapException? Cause, bool IsOutranked);
