using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>The route of one prefix.</summary>
/// <param name="prefix">The prefix.</param>
internal sealed class RouteCheck(IPNetwork prefix) : CheckRule(NameOf(prefix))
{
    private const string Missing = "the route is missing";

    public override IReadOnlyList<string> DependsOn =>
        [IdentityCheck.Id, RunningBootstrapCheck.Id, DefaultGatewayCheck.Id];

    public static string NameOf(IPNetwork prefix) => $"route-{LinkLocal.NameOf(prefix)}";

    /// <summary>
    /// The prefixes that are judged: what is wanted, and where the platform adds the routes, the credentials' in any
    /// case.
    /// </summary>
    public static IEnumerable<IPNetwork> PrefixesOf(Evidence evidence) =>
        evidence.IsPlatforms && !evidence.Options.Prefixes.Contains(LinkLocal.Credentials)
            ? [.. evidence.Options.Prefixes, LinkLocal.Credentials]
            : evidence.Options.Prefixes;

    /// <summary>
    /// The checks of the routes that lead to an address: of those that are there, else of all that are wanted.
    /// </summary>
    public static IEnumerable<string> NamesOfThoseTo(IPAddress? address, Evidence evidence)
    {
        var wanted = PrefixesOf(evidence).Where(prefix => address is not null && prefix.Contains(address));
        var kept = wanted.Where(prefix => evidence.Nat is not null && evidence.IsThere(prefix));
        return (kept.Count > 0 ? kept : wanted).Select(NameOf);
    }

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Nat is { } plan)
        {
            return JudgePlanned(plan.Routes.First(route => route.Destination.Equals(prefix)), evidence);
        }

        if (!evidence.IsPlatforms)
        {
            return JudgeWithoutPlan(evidence, cause);
        }

        return evidence.Seen.Network is { } network
            ? JudgePlatforms(network, evidence)
            : Skip("the network could not be read");
    }

    private Finding JudgePlanned(PlannedRoute route, Evidence evidence)
    {
        var text = $"{prefix} via {route.NextHop} on interface {route.InterfaceIndex}";
        return route.Action switch
        {
            RouteAction.Keep => Pass($"{text}: {route.Reason}"),
            RouteAction.Add => NotThere($"{text}: missing", "add", evidence, Missing),
            _ => NotThere($"{text}: stale, {route.Reason}", "replace", evidence, "the route is stale"),
        };
    }

    private Finding NotThere(string detail, string verb, Evidence evidence, string breaks) =>
        Of(evidence.RouteSeverity(prefix), detail, Culprit.Image, HintTo(verb, evidence), breaks);

    /// <summary>No default route, or no decision: what is there may still be enough.</summary>
    private Finding JudgeWithoutPlan(Evidence evidence, Cause? cause)
    {
        var existing = Existing(evidence.Seen.Network);
        if (existing.Count > 0)
        {
            return Pass($"{prefix} via {existing[0].NextHop} on interface {existing[0].InterfaceIndex}: there");
        }

        var why = evidence.Decision is NotYet
            ? "no gateway to route by"
            : $"not judged: {NetworkModeCheck.Id} comes first";
        if (evidence.IsNamedAndMissing(prefix))
        {
            return Fail(why, cause is null ? Culprit.Host : cause.Culprit, cause?.See ?? $"See {Before(evidence)}.");
        }

        return cause is null && evidence.RouteSeverity(prefix) == CheckStatus.Fail
            ? Fail(why, Culprit.Host, $"See {Before(evidence)}.", Missing)
            : Skip(why);
    }

    private static string Before(Evidence evidence) =>
        evidence.Decision is NotYet ? DefaultGatewayCheck.Id : NetworkModeCheck.Id;

    private Finding JudgePlatforms(NetworkSnapshot network, Evidence evidence)
    {
        var existing = Existing(network);
        if (evidence.IsAwsvpc && prefix.Equals(LinkLocal.Credentials) && evidence.Credentials is not null)
        {
            return JudgeAgentsOwn(existing, network, evidence);
        }

        if (existing.Count == 0)
        {
            return Skip("none, and the platform sets up the routes itself");
        }

        var (nextHop, index) = (existing[0].NextHop, existing[0].InterfaceIndex);
        return existing[0].IsOnLink
            ? Pass($"{prefix} on-link on interface {index}, set up by the platform")
            : Pass($"{prefix} via {nextHop} on interface {index}, set up by the platform or the image");
    }

    /// <summary>
    /// In awsvpc mode the agent always adds an on-link route to the credentials (amazon-ecs-agent,
    /// agent/ecscni/namespace_helper_windows.go). Without it, or with a better route beside it, no packet gets there.
    /// </summary>
    private Finding JudgeAgentsOwn(List<Route> existing, NetworkSnapshot network, Evidence evidence)
    {
        var address = prefix.BaseAddress;
        var onLink = existing.Find(route => route.IsOnLink);
        var diverting = onLink is null
            ? MostSpecific(network.Routes.Where(route => !route.IsDefault && route.Destination.Contains(address)))
            : existing.Find(route => !route.IsOnLink && !onLink.Beats(route));
        if (diverting is not null)
        {
            return Of(
                evidence.RouteSeverity(prefix),
                $"{diverting.Destination} leads to {diverting.NextHop} on interface {diverting.InterfaceIndex}",
                Culprit.Image,
                "In this mode the agent's route is on-link: remove the script that adds this one, "
                + "or bootstrap's option --mode.",
                $"the route leads to {diverting.NextHop}");
        }

        if (onLink is not null)
        {
            return Pass($"{prefix} on-link on interface {onLink.InterfaceIndex}, set up by the platform");
        }

        return evidence.Options.Mode is null
            ? Of(evidence.RouteSeverity(prefix), $"{prefix} on-link: missing", Culprit.Host,
                "The agent adds this route when it attaches the network, up to three minutes after the start. "
                + "If it stays so, read the agent's log, and see that nothing in the image removes routes.", Missing)
            : Of(evidence.RouteSeverity(prefix), $"{prefix} on-link: missing", Culprit.Image,
                $"Is {evidence.Options.ModeSource} right? bootstrap check --mode auto says what there is.", Missing);
    }

    private List<Route> Existing(NetworkSnapshot? network) =>
        Route.InOrder(network?.Routes.Where(route => route.Destination.Equals(prefix)) ?? []);

    /// <summary>The route that Windows takes: the longest prefix, and of several such the best.</summary>
    private static Route? MostSpecific(List<Route> routes)
    {
        Route? best = null;
        foreach (var route in Route.InOrder(routes))
        {
            if (best is null || route.Destination.PrefixLength > best.Destination.PrefixLength)
            {
                best = route;
            }
        }

        return best;
    }

    private static string HintTo(string verb, Evidence evidence)
    {
        if (!evidence.Seen.IsAdministrator)
        {
            return Hints.Administrator;
        }

        return evidence.Seen.Running switch
        {
            { Failure: null, ProcessId: { } id } =>
                $"bootstrap runs here (process {id}) and would {verb} this route: read what it said in the container's log. "
                + "--watch puts back what something removes.",
            { Failure: null } => $"Make bootstrap.exe the ENTRYPOINT: it would {verb} this route.",
            _ => $"Make bootstrap.exe the ENTRYPOINT: it would {verb} this route. "
                + "If it is, read what it said in the container's log.",
        };
    }
}
