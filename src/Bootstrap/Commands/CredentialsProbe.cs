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
    /// <summary>The agent is on this host and answers from memory.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(1.5);

    private readonly HashSet<RouteKey> _asked = [];

    /// <summary>
    /// Whether the endpoint answers by a route of this snapshot that is not a default route. The endpoint is asked once
    /// for each such route, so that a wait for a default route is not slower without an answer.
    /// </summary>
    public bool AnswersBy(NetworkSnapshot snapshot)
    {
        if (AddressOf(find()) is not { } address)
        {
            return false;
        }

        var isNew = false;
        foreach (var route in snapshot.Routes)
        {
            isNew |= !route.IsDefault && route.Destination.Contains(address) && _asked.Add(route.Key);
        }

        return isNew && Ask() is not null;
    }

    /// <summary>
    /// The endpoint's state if its provider answers without these routes; null if it does not, or if one of the routes
    /// was requested by name and does not lead to the endpoint.
    /// </summary>
    /// <param name="missing">The destinations of the required routes that could not be set up.</param>
    /// <param name="options">The plan options.</param>
    public CredentialsState? AnswerWithout(IReadOnlyList<IPNetwork> missing, PlanOptions options) =>
        AddressOf(find()) is { } address
        && (options.HasDefaultPrefixes || missing.All(destination => destination.Contains(address)))
            ? Ask()
            : null;

    private static IPAddress? AddressOf(CredentialsTarget target) =>
        IPAddress.TryParse(target.Request?.Uri.Host, out var address) ? address : null;

    private CredentialsState? Ask()
    {
        if (find().Request is not { } request)
        {
            return null;
        }

        var provider = CredentialsEndpoint.ProviderAt(request.Uri);
        var state = CredentialsEndpoint.Read(send(request, RequestTimeout), provider, time.GetUtcNow());
        return state.IsOfItsProvider ? state : null;
    }
}
