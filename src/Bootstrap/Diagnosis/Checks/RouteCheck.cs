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
    /// The prefixes to check: the wanted ones, and always that of the credentials if the platform adds the routes.
    /// </summary>
    public static IEnumerable<IPNetwork> PrefixesOf(Evidence evidence) =>
        evidence.IsPlatforms && !evidence.Options.Prefixes.Contains(LinkLocal.Credentials)
            ? [.. evidence.Options.Prefixes, LinkLocal.Credentials]
            : evidence.Options.Prefixes;

    /// <summary>
    /// The checks of the routes to an address: of the route that Windows uses, or of all wanted ones if that is not
    /// wanted.
    /// </summary>
    public static IEnumerable<string> NamesOfThoseTo(IPAddress? address, Evidence evidence)
    {
        if (address is null)
        {
            return [];
        }

        if (evidence.DiversionOf(address) is { } diverting)
        {
            return [NameOf(diverting.Destination)];
        }

        var wanted = PrefixesOf(evidence).Where(prefix => prefix.Contains(address));
        return evidence.Nat is not null && evidence.RouteTo(address) is { } used && wanted.Contains(used.Destination)
            ? [NameOf(used.Destination)]
            : wanted.Select(NameOf);
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

    /// <summary>Without a default route or a plan: an existing route may be enough.</summary>
    private Finding JudgeWithoutPlan(Evidence evidence, Cause? cause)
    {
        var existing = Existing(evidence.Seen.Network);
        if (existing.Count > 0)
        {
            return Pass($"{prefix} via {existing[0].NextHop} on interface {existing[0].InterfaceIndex}: exists");
        }

        var why = evidence.Decision is NotYet
            ? "no gateway for the route"
            : $"not checked: see {NetworkModeCheck.Id}";
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
            return Skip("no route; the platform sets up the routes itself");
        }

        var (nextHop, index) = (existing[0].NextHop, existing[0].InterfaceIndex);
        return existing[0].IsOnLink
            ? Pass($"{prefix} on-link on interface {index}, set up by the platform")
            : Pass($"{prefix} via {nextHop} on interface {index}, set up by the platform or the image");
    }

    /// <summary>
    /// In awsvpc mode the agent always adds an on-link route to the credentials (amazon-ecs-agent,
    /// agent/ecscni/namespace_helper_windows.go). Without it, or with a preferred other route, no packet gets there.
    /// </summary>
    private Finding JudgeAgentsOwn(List<Route> existing, NetworkSnapshot network, Evidence evidence)
    {
        var address = prefix.BaseAddress;
        var onLink = existing.Find(route => route.IsOnLink);
        var diverting = onLink is null
            ? Diversion.RouteTo(address, network.Routes)
            : existing.Find(route => !route.IsOnLink && !onLink.Beats(route));
        if (diverting is not null)
        {
            return Of(
                evidence.RouteSeverity(prefix),
                $"{diverting.Destination} leads to {diverting.NextHop} on interface {diverting.InterfaceIndex}",
                Culprit.Image,
                "In this mode the agent's route is on-link: remove the script that adds the other route, "
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
                + "If it does not, read the agent's log, and check that nothing in the image removes routes.", Missing)
            : Of(evidence.RouteSeverity(prefix), $"{prefix} on-link: missing", Culprit.Image,
                $"Check {evidence.Options.ModeSource}: bootstrap check --mode auto detects the mode.", Missing);
    }

    private List<Route> Existing(NetworkSnapshot? network) =>
        Route.InOrder(network?.Routes.Where(route => route.Destination.Equals(prefix)) ?? []);

    private static string HintTo(string verb, Evidence evidence)
    {
        if (!evidence.Seen.IsAdministrator)
        {
            return Hints.Administrator;
        }

        return evidence.Seen.Running switch
        {
            { Failure: null, ProcessId: { } id } =>
                $"bootstrap runs here (process {id}) and would {verb} this route: read its messages in the "
                + "container's log. --watch adds removed routes again.",
            { Failure: null } => $"Make bootstrap.exe the ENTRYPOINT: it would {verb} this route.",
            _ => $"Make bootstrap.exe the ENTRYPOINT: it would {verb} this route. "
                + "If it is the ENTRYPOINT, read its messages in the container's log.",
        };
    }
}
