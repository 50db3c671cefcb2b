using System.Net;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Commands;

/// <summary>
/// Asks the credentials endpoint whether the task gets its credentials although a route could not be set up. AWS's
/// script never stops a workload, so whatever gets its credentials with the script must start. Asked only after a
/// failure: a start whose routes are set up opens no connection.
/// </summary>
/// <param name="send">Sends a request.</param>
/// <param name="find">Finds the request, as an SDK does.</param>
/// <param name="time">The clock, to detect expired credentials.</param>
internal sealed class CredentialsProbe(SendHttp send, Func<CredentialsTarget> find, TimeProvider time)
{
    /// <summary>
    /// How long a default route is waited for although the endpoint answers: without it there is no metadata route.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly HashSet<RouteKey> _asked = [];

    private NetworkSnapshot? _seen;

    /// <summary>
    /// Whether a wait for a default route can end, because the endpoint answers by another route. The endpoint is asked
    /// once for each such route, so that the wait is not slower without an answer.
    /// </summary>
    /// <param name="snapshot">The network, which has no default route.</param>
    /// <param name="options">The plan options.</param>
    /// <param name="waited">How long a default route has been waited for.</param>
    public bool EndsWait(NetworkSnapshot snapshot, PlanOptions options, TimeSpan waited)
    {
        _seen = snapshot;
        if (waited < Grace || AddressOf(find()) is not { } address || !IsEnough(address, Missing(options), options))
        {
            return false;
        }

        var isNew = false;
        foreach (var route in snapshot.Routes)
        {
            isNew |= !route.IsDefault && !IsAutomatic(route) && route.Destination.Contains(address)
                && _asked.Add(route.Key);
        }

        return isNew && Ask() is not null;
    }

    /// <summary>The configured destinations without a route in the last snapshot; all without a snapshot.</summary>
    public List<IPNetwork> Missing(PlanOptions options) => options.Prefixes.Where(prefix =>
        _seen is null || !_seen.Routes.Any(route => route.Destination.Equals(prefix)));

    /// <summary>
    /// The endpoint's state if its provider answers without these routes; null if it does not, or if one of the routes
    /// was requested by name and does not lead to the endpoint.
    /// </summary>
    /// <param name="missing">The destinations of the required routes that could not be set up.</param>
    /// <param name="options">The plan options.</param>
    public CredentialsState? AnswerWithout(IReadOnlyList<IPNetwork> missing, PlanOptions options) =>
        AddressOf(find()) is { } address && IsEnough(address, missing, options) ? Ask() : null;

    /// <summary>Whether an answer of the endpoint shows that the missing routes are not needed.</summary>
    private static bool IsEnough(IPAddress address, IReadOnlyList<IPNetwork> missing, PlanOptions options) =>
        options.HasDefaultPrefixes || missing.All(destination => destination.Contains(address));

    /// <summary>The on-link route of automatic addresses (APIPA), by which no endpoint is reached.</summary>
    private static bool IsAutomatic(Route route) => route.IsOnLink && route.Destination.PrefixLength <= 16;

    private static IPAddress? AddressOf(CredentialsTarget target) =>
        IPAddress.TryParse(target.Request?.Uri.Host, out var address) ? address : null;

    private CredentialsState? Ask()
    {
        if (find().Request is not { } request)
        {
            return null;
        }

        var state = CredentialsEndpoint.Ask(request, send, CredentialsWait.LongestRequestTimeout, time);
        return state.IsOfItsProvider ? state : null;
    }
}
