using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>
/// A route that is not planned. It is more specific than a planned one, and leads elsewhere. This check exists only if
/// there is such a route to an endpoint.
/// </summary>
/// <param name="address">The endpoint's address.</param>
/// <param name="route">The route.</param>
internal sealed class DivertingRouteCheck(IPAddress address, Route route)
    : CheckRule(RouteCheck.NameOf(route.Destination))
{
    public override IReadOnlyList<string> DependsOn => [DefaultGatewayCheck.Id];

    /// <summary>The checks for all endpoints, one for each route.</summary>
    public static List<DivertingRouteCheck> All(Evidence evidence)
    {
        var checks = new List<DivertingRouteCheck>();
        foreach (var endpoint in Endpoints(evidence))
        {
            if (evidence.DiversionOf(endpoint) is { } found
                && !checks.Exists(check => check.Name == RouteCheck.NameOf(found.Destination)))
            {
                checks.Add(new DivertingRouteCheck(endpoint, found));
            }
        }

        return checks;
    }

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        var isFailure = evidence.Credentials is { IsConnected: false }
            && address.Equals(evidence.Seen.CredentialsAddress);
        return Of(
            isFailure ? CheckStatus.Fail : CheckStatus.Warn,
            $"{route.Destination} leads to {route.Key.Target}: more specific than the configured route",
            Culprit.Image,
            $"Remove what adds it (a script in the image, or a persistent route){Diversion.OrCorrect(route)}.",
            $"the route leads to {route.Key.Target}");
    }

    /// <summary>The endpoints, that of the credentials first.</summary>
    private static List<IPAddress> Endpoints(Evidence evidence)
    {
        List<IPAddress> endpoints = [LinkLocal.Credentials.BaseAddress, LinkLocal.Metadata.BaseAddress];
        if (evidence.Seen.CredentialsAddress is { } own && !endpoints.Contains(own))
        {
            endpoints.Insert(0, own);
        }

        return endpoints;
    }
}
