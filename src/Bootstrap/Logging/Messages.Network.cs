using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on the network: the plan, the routes, the watch.</content>
internal static partial class Messages
{
    /// <summary>
    /// The container has no default route with a gateway, or the interface that was asked for is missing, and
    /// <c>--network-timeout</c> is over.
    /// </summary>
    /// <remarks>
    /// The hint lists the adapters that were seen. Raise the time-out if the network comes later; <c>--gateway</c> and
    /// <c>--interface</c> do without a default route.
    /// </remarks>
    public static Message NoNetwork => new(
        "no-network",
        LogEventLevel.Error,
        "No {Missing:l} after {Seconds:l} s.",
        ExitCode.NetworkFailed);

    /// <summary>A route could not be added or removed; the cause follows. A route that could be is set up.</summary>
    /// <remarks>As the hint says: mostly <c>USER ContainerAdministrator</c>.</remarks>
    public static Message RoutesNotSetUp => new(
        "routes-not-set-up",
        LogEventLevel.Error,
        "Could not set up {Routes:l}: {Cause:l}",
        ExitCode.NetworkFailed);

    /// <summary>Windows accepted the route, and it is not there.</summary>
    /// <remarks>Something in the container removes routes: compare with <c>bootstrap plan</c> a little later.</remarks>
    public static Message RouteNotConfirmed => new(
        "route-not-confirmed",
        LogEventLevel.Error,
        "Windows reported success, but {Routes:l} is not in the routing table.",
        ExitCode.NetworkFailed,
        "Something else in the container removes routes, or the network changed just now: start again, and "
            + "compare with bootstrap plan.");

    /// <summary>
    /// A default route of the task that the workload can start without, instance metadata's, could not be added within
    /// two seconds.
    /// </summary>
    /// <remarks>As the hint says. <c>--route metadata</c> makes it a failure.</remarks>
    public static Message RouteNotSetUp => new(
        "route-not-set-up",
        LogEventLevel.Warning,
        "route {Route:l} could not be set up, and the workload starts without it: {Why:l}");

    /// <summary>
    /// Adding a route failed with a code that is often seen while an interface comes up (87, 1168, 1231, 1232).
    /// </summary>
    /// <remarks>Wait; <c>--network-timeout</c> is the bound.</remarks>
    public static Message RoutesRetried => new(
        "routes-retried",
        LogEventLevel.Information,
        "trying again for at most {Seconds:l} s: {Why:l}");

    /// <summary>The old route came back or could not be removed, and no metric wins over it.</summary>
    /// <remarks>Remove the script in the image that adds it.</remarks>
    public static Message StaleRouteLeft => new(
        "stale-route-left",
        LogEventLevel.Warning,
        "the old route {Route:l} {Why:l}. It may keep the traffic from the route via {NextHop:l}. "
            + "Remove what adds it: a PowerShell script in the image, or a persistent route");

    /// <summary>The old route came back or could not be removed; ours is preferred to it.</summary>
    /// <remarks>Nothing at once. Remove the script in the image that adds it.</remarks>
    public static Message StaleRouteOutranked => new(
        "stale-route-outranked",
        LogEventLevel.Warning,
        "the old route {Route:l} {Why:l}. The route via {NextHop:l} wins by its lower metric. "
            + "Remove what adds it: a PowerShell script in the image, or a persistent route");

    /// <summary>Two default routes are equally good, so that the choice between them is arbitrary.</summary>
    /// <remarks>If credentials are not reached, choose with <c>--interface</c> and <c>--gateway</c>.</remarks>
    public static Message DefaultRoutesEqual => new(
        "default-routes-equal",
        LogEventLevel.Warning,
        "the default route via {Others:l} has the same rank as the one via {Chosen:l}, which is taken; to choose, "
            + "give --interface and --gateway");

    /// <summary>Windows did not tell the metric of an interface, so its default route ranks last.</summary>
    /// <remarks>Nothing, if the other one is right; else <c>--interface</c>.</remarks>
    public static Message MetricUnreadable => new(
        "metric-unreadable",
        LogEventLevel.Warning,
        "the metric of the default route via {Routes:l} could not be read, so it ranks last");

    /// <summary>Windows told the metric of no interface, so the routes' own metrics decided.</summary>
    /// <remarks>If credentials are not reached, choose with <c>--interface</c> and <c>--gateway</c>.</remarks>
    public static Message MetricsUnreadable => new(
        "metrics-unreadable",
        LogEventLevel.Warning,
        "no interface metric could be read, so RouteMetric alone chose the default route via {Chosen:l} and not "
            + "{Others:l}; if that is wrong, give --interface and --gateway");

    /// <summary>The wait for a network is over, and only an adapter's name says awsvpc or Fargate.</summary>
    /// <remarks>Read the ECS agent's log on the host: it did not finish the network.</remarks>
    public static Message EndpointWithoutRoutes => new(
        "endpoint-without-routes",
        LogEventLevel.Warning,
        "the endpoint has no route yet; the workload may have no network");

    /// <summary>A task definition or an image sets Fargate's variable on EC2.</summary>
    /// <remarks>Remove the variable, or give <c>--mode nat</c>.</remarks>
    public static Message FargateDoubtful => new(
        "fargate-doubtful",
        LogEventLevel.Warning,
        "{Variable:l} is {Value:l}, but the network looks like nat on EC2: no Fargate adapter, a default route, and no "
            + "route to 169.254.170.2. If the variable is wrong, remove it or give --mode nat");

    /// <summary>
    /// The interface of the default route has no address that packets can be sent from, 10 s after the default route
    /// came.
    /// </summary>
    /// <remarks>Look at the host's HNS network; 169.254.x.y/16 means that the container has lost its address.</remarks>
    public static Message AddressMissing => new(
        "address-missing",
        LogEventLevel.Warning,
        "interface {InterfaceIndex} '{Alias:l}' {Why:l}, after {Seconds:l} s; credentials may not be reached");

    /// <summary>
    /// The registry does not say that this is a container: routes of an instance or a PC are changed.
    /// </summary>
    /// <remarks>Run it in a container. The routes are not persistent.</remarks>
    public static Message NotAContainer =>
        new(
            "not-a-container", LogEventLevel.Warning,
            "this is not a Windows container (HKLM\\SYSTEM\\CurrentControlSet\\Control has no ContainerType): the routes are "
                + "those of this machine"
        );

    /// <summary>No network came, or it could not be read, and the task has no role and named no route.</summary>
    /// <remarks>Nothing, if the workload needs no network.</remarks>
    public static Message NetworkNotNeeded => new(
        "network-not-needed",
        LogEventLevel.Warning,
        "the workload is run without routes: the task has no role, and no route was asked for by name");

    /// <summary><c>--gateway</c> is the container's own address, or a broadcast address of its subnets.</summary>
    /// <remarks>Give the gateway's.</remarks>
    public static Message GatewayIsOurs => new(
        "gateway-is-ours",
        LogEventLevel.Error,
        "Gateway {Gateway:l} is {What:l}, on interface {InterfaceIndex}.",
        ExitCode.NetworkFailed,
        "Give --gateway an address of the host, or leave it out.");

    /// <summary>No Hyper-V adapter has a default route.</summary>
    /// <remarks>Look whether the routes lead where they should; <c>--interface</c> chooses another.</remarks>
    public static Message AdapterNotHyperV => new(
        "adapter-not-hyper-v",
        LogEventLevel.Warning,
        "interface {InterfaceIndex} '{Alias:l}' ({Description:l}) is not a Hyper-V adapter; it has the best "
            + "default route, so it is taken");

    /// <summary>The ECS agent, or somebody else, made an on-link route.</summary>
    /// <remarks>Nothing in awsvpc mode; in nat mode find out who made it.</remarks>
    public static Message OnLinkRouteLeft => new(
        "on-link-route-left",
        LogEventLevel.Warning,
        "{Route:l} is left as it is");

    /// <summary>
    /// An on-link route that is not the ECS agent's: its adapter has a default route, which the agent would have
    /// removed.
    /// </summary>
    /// <remarks>Nothing at once: ours wins. Remove what adds it.</remarks>
    public static Message OnLinkRouteStale =>
        new(
            "on-link-route-stale", LogEventLevel.Warning,
            "{Route:l} is stale: its adapter has a default route, so it is not the ECS agent's. The route via {NextHop:l} takes "
                + "its place; remove what adds the stale one"
        );

    /// <summary>
    /// <c>--mode nat</c> beside an on-link route that may be the ECS agent's. No metric wins over one of metric 0.
    /// </summary>
    /// <remarks>Is <c>--mode nat</c> right? If so, remove what adds the on-link route.</remarks>
    public static Message OnLinkRouteOutranked => new(
        "on-link-route-outranked",
        LogEventLevel.Warning,
        "{Route:l} is left as it is; the route via {NextHop:l} {Outcome:l}");

    /// <summary>awsvpc mode and Fargate have no gateway that leads to the host.</summary>
    /// <remarks>Use what the platform offers there.</remarks>
    public static Message ExportGatewayNotSet => new(
        "export-gateway-not-set",
        LogEventLevel.Warning,
        "{Name:l} is not set: in {Mode:l} mode no gateway leads to the host");

    /// <summary>The network could not be set up and <c>--on-failure continue</c> runs the workload.</summary>
    /// <remarks>See the warning above it.</remarks>
    public static Message ExportGatewayUnknown => new(
        "export-gateway-unknown",
        LogEventLevel.Warning,
        "{Name:l} is left as it is: no gateway is known");

    /// <summary>The image had set the variable that <c>--export-gateway</c> sets.</summary>
    /// <remarks>Nothing, if that was meant.</remarks>
    public static Message ExportGatewayReplaced => new(
        "export-gateway-replaced",
        LogEventLevel.Information,
        "{Name:l} was set already; its value is replaced");

    /// <summary><c>--watch</c>: somebody removed or changed a route, and it is put back.</summary>
    /// <remarks>Find out who.</remarks>
    public static Message RoutesChanged => new(
        "routes-changed",
        LogEventLevel.Warning,
        "routes have changed while the workload runs: {Routes:l}");

    /// <summary>A defect in the watch; it goes on.</summary>
    /// <remarks>Please report it with the lines behind it.</remarks>
    public static Message WatchFailed => new(
        "watch-failed",
        LogEventLevel.Warning,
        "the watch for routes failed, and goes on: {Type:l}: {Message:l}");

    /// <summary>A defect in starting the watch, or no memory for its thread; the workload is not touched.</summary>
    /// <remarks>Please report it with the lines behind it.</remarks>
    public static Message WatchNotStarted => new(
        "watch-not-started",
        LogEventLevel.Warning,
        "routes are not watched: {Type:l}: {Message:l}");

    /// <summary>Windows refused to tell of changes.</summary>
    /// <remarks>Do without <c>--watch</c>.</remarks>
    public static Message WatchUnavailable => new(
        "watch-unavailable",
        LogEventLevel.Warning,
        "routes are not watched: Windows does not tell of changes here");

    /// <summary>The mode and the sign that gave it.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message NetworkMode => new("network-mode", LogEventLevel.Information, "{Mode:l}: {Reason:l}");

    /// <summary>Done, and confirmed by reading the table again.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message RouteAdded => new(
        "route-added",
        LogEventLevel.Information,
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: added");

    /// <summary>It was there already.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message RouteKept => new(
        "route-kept",
        LogEventLevel.Information,
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: {Reason:l}");

    /// <summary>It led elsewhere before.</summary>
    /// <remarks>Find out who added the old one.</remarks>
    public static Message RouteReplaced => new(
        "route-replaced",
        LogEventLevel.Information,
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: replaced; it {Led:l} to {OldWays:l}");

    /// <summary>The route wins over another one by its metric.</summary>
    /// <remarks>Remove what adds the other one; a warning names it.</remarks>
    public static Message RouteMetricSet => new(
        "route-metric-set",
        LogEventLevel.Information,
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: set up with metric {Metric}");

    /// <summary>There is no default route yet, as in awsvpc mode before the agent has attached the network.</summary>
    /// <remarks>Wait.</remarks>
    public static Message NetworkAwaited => new(
        "network-awaited",
        LogEventLevel.Information,
        "waiting for {Missing:l}, at most {Seconds:l} s");

    /// <summary>It came.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message NetworkReady => new(
        "network-ready",
        LogEventLevel.Information,
        "network ready after {Seconds:l} s");
}
