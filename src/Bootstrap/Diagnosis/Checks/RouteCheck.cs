using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>The route of one prefix.</summary>
/// <param name="prefix">The prefix.</param>
internal sealed class RouteCheck(IPNetwork prefix) : CheckRule(NameOf(prefix))
{
    public override IReadOnlyList<string> DependsOn => [IdentityCheck.Id, DefaultGatewayCheck.Id];

    public static string NameOf(IPNetwork prefix) => $"route-{LinkLocal.NameOf(prefix)}";

    /// <summary>The checks of the routes that lead to an address: of those that are there, else of all that are wanted.</summary>
    public static IEnumerable<string> NamesOfThoseTo(IPAddress? address, Evidence evidence)
    {
        var wanted = evidence.Options.Prefixes.Where(prefix => address is not null && prefix.Contains(address)).ToList();
        var there = wanted.Where(prefix => evidence.Nat?.Routes.Any(route => route.Destination.Equals(prefix) && route.Action == RouteAction.Keep) == true).ToList();
        return (there.Count > 0 ? there : wanted).Select(NameOf);
    }

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Nat is { } plan)
        {
            return JudgePlanned(plan.Routes.First(route => route.Destination.Equals(prefix)), evidence);
        }

        if (!evidence.IsPlatforms || evidence.Seen.Network is not { } network)
        {
            return Skip(evidence.Decision is NotYet ? "no gateway to route by" : $"not judged: {NetworkModeCheck.Id} comes first");
        }

        return JudgePlatforms(network, evidence);
    }

    private Finding JudgePlanned(PlannedRoute route, Evidence evidence)
    {
        var text = $"{prefix} via {route.NextHop} on interface {route.InterfaceIndex}";
        return route.Action switch
        {
            RouteAction.Keep => Pass($"{text}: {route.Reason}"),
            RouteAction.Add => Of(Severity(evidence), $"{text}: missing", Culprit.Image, Hint("add", evidence), "the route is missing"),
            _ => Of(Severity(evidence), $"{text}: stale, {route.Reason}", Culprit.Image, Hint("replace", evidence), "the route is stale"),
        };
    }

    private Finding JudgePlatforms(NetworkSnapshot network, Evidence evidence)
    {
        var existing = Route.InOrder(network.Routes.Where(route => route.Destination.Equals(prefix))).ToList();
        if (existing.Count == 0)
        {
            return Skip("none, and the platform sets up the routes itself");
        }

        var diverting = evidence.IsAwsvpc ? existing.Find(route => !route.IsOnLink) : null;
        if (diverting is not null)
        {
            return Warn($"{prefix} leads to {diverting.NextHop} on interface {diverting.InterfaceIndex}", Culprit.Image,
                "In this mode the agent's route is on-link: remove the script that adds this one, or bootstrap's option --mode.",
                $"the route leads to {diverting.NextHop}");
        }

        return existing[0].IsOnLink
            ? Pass($"{prefix} on-link on interface {existing[0].InterfaceIndex}, set up by the platform")
            : Pass($"{prefix} via {existing[0].NextHop} on interface {existing[0].InterfaceIndex}, not ours");
    }

    /// <summary>
    /// A route that was not asked for by name is a warning when it leads to instance metadata, which few workloads need, and
    /// when credentials are reached elsewhere.
    /// </summary>
    private CheckStatus Severity(Evidence evidence) =>
        evidence.Options.HasDefaultPrefixes
        && !evidence.LeadsToCredentials(prefix)
        && (evidence.HasCredentials || Evidence.LeadsToInstanceMetadata(prefix))
            ? CheckStatus.Warn
            : CheckStatus.Fail;

    private static string Hint(string verb, Evidence evidence) => evidence.Seen.IsAdministrator
        ? $"Make bootstrap.exe the ENTRYPOINT: it would {verb} this route. If it is, read what it said in the container's log; of its options, check knows those given by variables."
        : Hints.Administrator;
}
