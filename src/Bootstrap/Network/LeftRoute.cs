using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>A stale route that still exists.</summary>
/// <param name="Route">The route.</param>
/// <param name="Cause">
/// Why it could not be removed; null if Windows reported success, or if it was kept intentionally.
/// </param>
/// <param name="IsOutranked">Windows prefers the correct route to it.</param>
internal sealed record LeftRoute(Route Route, BootstrapException? Cause, bool IsOutranked);
