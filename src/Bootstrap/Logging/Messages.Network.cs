using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages of the network: the plan, the routes, the watch.</content>
internal static partial class Messages
{
    /// <summary>
    /// The container still has no default route with a gateway, or not the interface of <c>--interface</c>, after
    /// <c>--network-timeout</c>.
    /// </summary>
    /// <remarks>
    /// The hint lists the adapters. Raise the time-out if the network comes later. <c>--gateway</c> together with
    /// <c>--interface</c> needs no default route.
    /// </remarks>
    public static Message NoNetwork => SetupFailure(
        "no-network",
        "No {Missing:l} after {Seconds:l} s.");

    /// <summary>A route could not be added. The text has the cause. Other routes are set up.</summary>
    /// <remarks>Follow the hint: usually <c>USER ContainerAdministrator</c>.</remarks>
    public static Message RoutesNotSetUp => SetupFailure(
        "routes-not-set-up",
        "Could not set up {Routes:l}: {Cause:l}");

    /// <summary>Windows reported success, but the route is missing.</summary>
    /// <remarks>
    /// Find what removes routes in the container: compare with <c>bootstrap plan</c> a little later.
    /// </remarks>
    public static Message RouteNotConfirmed => SetupFailure(
        "route-not-confirmed",
        "Windows reported success, but {Routes:l} is not in the routing table.",
        "Another program in the container removes routes, or the network has just changed. Start the container "
            + "again, and compare with bootstrap plan.");

    /// <summary>
    /// Windows reported success for the routes, and reading them again failed. The text has the cause.
    /// </summary>
    /// <remarks>Nothing if credentials are reached; otherwise compare with <c>bootstrap plan</c>.</remarks>
    public static Message RoutesNotRead => Warning(
        "routes-not-read",
        "the routes could not be read again to confirm them; Windows reported success: {Why:l}");

    /// <summary>
    /// The route to instance metadata could not be added within two seconds. The workload can start without it.
    /// </summary>
    /// <remarks>Follow the hint. With <c>--route metadata</c> bootstrap fails instead.</remarks>
    public static Message RouteNotSetUp => Warning(
        "route-not-set-up",
        "route {Route:l} could not be set up; the workload starts without it: {Why:l}");

    /// <summary>
    /// Adding a route failed with a code that is common while an interface comes up (87, 1168, 1231, 1232).
    /// </summary>
    /// <remarks>Wait, at most <c>--network-timeout</c>.</remarks>
    public static Message RoutesRetried => Information(
        "routes-retried",
        "trying again for at most {Seconds:l} s: {Why:l}");

    /// <summary>The old route came back or could not be removed, and no lower metric is possible.</summary>
    /// <remarks>Remove the script in the image that adds the old route.</remarks>
    public static Message StaleRouteLeft => Warning(
        "stale-route-left",
        "the old route {Route:l} {Why:l}. Windows may prefer it to the route via {NextHop:l}. "
            + "Remove what adds it: a PowerShell script in the image, or a persistent route");

    /// <summary>The old route came back or could not be removed; bootstrap's route has a lower metric.</summary>
    /// <remarks>Not urgent. Remove the script in the image that adds the old route.</remarks>
    public static Message StaleRouteOutranked => Warning(
        "stale-route-outranked",
        "the old route {Route:l} {Why:l}. The route via {NextHop:l} wins by its lower metric. "
            + "Remove what adds it: a PowerShell script in the image, or a persistent route");

    /// <summary>
    /// The route exists, and another route to the same address wins over it. Its metric could not be lowered. The text
    /// has the cause.
    /// </summary>
    /// <remarks>Follow the hint. A warning names the other route: remove what adds it.</remarks>
    public static Message MetricNotLowered => Warning(
        "metric-not-lowered",
        "the metric of route {Route:l} could not be lowered to {Metric}: {Why:l}");

    /// <summary>Two default routes have the same rank: the choice between them is arbitrary.</summary>
    /// <remarks>If credentials are not reached, choose with <c>--interface</c> and <c>--gateway</c>.</remarks>
    public static Message DefaultRoutesEqual => Warning(
        "default-routes-equal",
        "the default route via {Others:l} has the same rank as the one via {Chosen:l}, which is used; to choose, "
            + "set --interface and --gateway");

    /// <summary>Windows returned no metric for an interface: its default route ranks last.</summary>
    /// <remarks>Nothing if the other default route is right; otherwise set <c>--interface</c>.</remarks>
    public static Message MetricUnreadable => Warning(
        "metric-unreadable",
        "the metric of the default route via {Routes:l} could not be read, so it ranks last");

    /// <summary>Windows returned no interface metric: the metrics of the routes decided.</summary>
    /// <remarks>If credentials are not reached, choose with <c>--interface</c> and <c>--gateway</c>.</remarks>
    public static Message MetricsUnreadable => Warning(
        "metrics-unreadable",
        "no interface metric could be read: by RouteMetric alone the default route via {Chosen:l} is used, not "
            + "{Others:l}; if that is wrong, set --interface and --gateway");

    /// <summary>
    /// The adapters could not be read: the text has the cause. Without their names awsvpc mode is recognised by the
    /// agent's credentials route only.
    /// </summary>
    /// <remarks>In nat mode: nothing. In awsvpc mode set <c>--mode awsvpc</c>.</remarks>
    public static Message ModeUnconfirmed => Warning(
        "mode-unconfirmed",
        "nat mode could not be confirmed by the names of the adapters, and the routes are set up: {Why:l}. If this "
            + "task is in awsvpc mode, set --mode awsvpc");

    /// <summary>The adapters could not be read: the text has the cause. The routes were read and are set up.</summary>
    /// <remarks>Nothing if credentials are reached.</remarks>
    public static Message AdaptersUnreadable => Warning(
        "adapters-unreadable",
        "the routes are set up without a look at the adapters: {Why:l}");

    /// <summary>
    /// The wait for the network is over. An adapter's name indicates awsvpc or Fargate, but its routes are missing.
    /// </summary>
    /// <remarks>Read the ECS agent's log on the host: it did not finish the network set-up.</remarks>
    public static Message EndpointWithoutRoutes => Warning(
        "endpoint-without-routes",
        "the task's network interface has no route yet; the workload may have no network");

    /// <summary>The task definition or the image sets Fargate's variable on EC2.</summary>
    /// <remarks>Remove the variable, or set <c>--mode nat</c>.</remarks>
    public static Message FargateDoubtful => Warning(
        "fargate-doubtful",
        "{Variable:l} is {Value:l}, but the network looks like nat on EC2: no Fargate adapter, a default route, and no "
            + "route to 169.254.170.2. If the variable is wrong, remove it or set --mode nat");

    /// <summary>
    /// The interface of the default route still has no usable source address 10 s after the default route came.
    /// </summary>
    /// <remarks>Check the host's HNS network. 169.254.x.y/16 means that the container has lost its address.</remarks>
    public static Message AddressMissing => Warning(
        "address-missing",
        "interface {InterfaceIndex} '{Alias:l}' {Why:l}, after {Seconds:l} s; credentials may not be reached");

    /// <summary>
    /// The registry has no sign of a container. In nat mode a run changes the routes of this instance or PC;
    /// <c>plan</c>, <c>check</c> and the other modes change nothing.
    /// </summary>
    /// <remarks>Run bootstrap in a container. The routes are not persistent.</remarks>
    public static Message NotAContainer => Warning(
        "not-a-container",
        @"this is not a Windows container (HKLM\SYSTEM\CurrentControlSet\Control has no ContainerType): "
            + "in nat mode, a run changes the routes of this machine");

    /// <summary>
    /// The network is missing or could not be read, but the task has no role and no route was requested by name.
    /// </summary>
    /// <remarks>Nothing if the workload needs no network.</remarks>
    public static Message NetworkNotNeeded => Warning(
        "network-not-needed",
        "the workload starts without routes: the task has no role that needs them, and no route was requested by name");

    /// <summary>
    /// The routes could not be set up, and the task gets its credentials without them, for example by a route of
    /// another program.
    /// </summary>
    /// <remarks>Correct what the line before says: another task may not get its credentials in this way.</remarks>
    public static Message CredentialsAnswerAnyway => Warning(
        "credentials-answer-anyway",
        "the workload starts anyway: the credentials endpoint answers, {Detail:l}");

    /// <summary><c>--gateway</c> is an address of the container, or a broadcast address of its subnets.</summary>
    /// <remarks>Give the address of the host on the container's network.</remarks>
    public static Message GatewayIsOurs => SetupFailure(
        "gateway-is-ours",
        "Gateway {Gateway:l} is {What:l}, on interface {InterfaceIndex}.",
        "Set --gateway to an address of the host, or remove it.");

    /// <summary>The best default route is not on a Hyper-V adapter.</summary>
    /// <remarks>Check where the routes lead. <c>--interface</c> chooses another adapter.</remarks>
    public static Message AdapterNotHyperV => Warning(
        "adapter-not-hyper-v",
        "interface {InterfaceIndex} '{Alias:l}' ({Description:l}) is not a Hyper-V adapter; it has the best "
            + "default route, so it is used");

    /// <summary>
    /// The ECS agent or another program has added an on-link route to this address: bootstrap does not change it.
    /// </summary>
    /// <remarks>
    /// In awsvpc mode: nothing. In nat mode: find what added the route, or set <c>--mode nat</c>, which adds the route
    /// via the gateway with a lower metric.
    /// </remarks>
    public static Message OnLinkRouteLeft => Warning(
        "on-link-route-left",
        "the existing route {Route:l} is kept, and no route via the gateway is added");

    /// <summary>
    /// The ECS agent did not add this on-link route: its adapter has a default route, which the agent would have
    /// removed.
    /// </summary>
    /// <remarks>
    /// Not urgent: the route via the gateway gets a lower metric; if it cannot, another warning says so. Remove what
    /// adds the stale route.
    /// </remarks>
    public static Message OnLinkRouteStale => Warning(
        "on-link-route-stale",
        "{Route:l} is stale: its adapter has a default route, so the ECS agent did not add it. Remove what adds it");

    /// <summary>
    /// <c>--mode nat</c> is set, and the ECS agent may have added this on-link route. If its metric is 0, no route can
    /// have a lower one.
    /// </summary>
    /// <remarks>Check that <c>--mode nat</c> is right. If it is, remove what adds the on-link route.</remarks>
    public static Message OnLinkRouteOutranked => Warning(
        "on-link-route-outranked",
        "the existing route {Route:l} is kept; the route via {NextHop:l} {Outcome:l}");

    /// <summary>
    /// A route that is more specific than the configured one leads an endpoint's packets elsewhere. Windows prefers it,
    /// whatever the metrics are.
    /// </summary>
    /// <remarks>
    /// Remove what adds the route. With <c>--route</c> for its prefix bootstrap corrects it if it has a gateway.
    /// Nothing if that route is intended.
    /// </remarks>
    public static Message RouteDiverted => Warning(
        "route-diverted",
        "packets to {Address:l} take the more specific route {Route:l}; if it is stale, remove what adds it{Advice:l}");

    /// <summary>In awsvpc mode and on Fargate no gateway leads to the host.</summary>
    /// <remarks>Reach the service by another address there, or remove <c>--export-gateway</c>.</remarks>
    public static Message ExportGatewayNotSet => Warning(
        "export-gateway-not-set",
        "{Name:l} is not changed: in {Mode:l} mode no gateway leads to the host");

    /// <summary>The network could not be set up, and the workload starts anyway.</summary>
    /// <remarks>See the warning before this one.</remarks>
    public static Message ExportGatewayUnknown => Warning(
        "export-gateway-unknown",
        "{Name:l} is not changed: no gateway is known");

    /// <summary>The image or the task definition already sets the variable of <c>--export-gateway</c>.</summary>
    /// <remarks>Nothing if that is intended.</remarks>
    public static Message ExportGatewayReplaced => Information(
        "export-gateway-replaced",
        "{Name:l} was already set; its value is replaced");

    /// <summary><c>--watch</c>: another program removed or changed a route; bootstrap puts it back.</summary>
    /// <remarks>Find the program that changes routes.</remarks>
    public static Message RoutesChanged => Warning(
        "routes-changed",
        "routes have changed while the workload runs: {Routes:l}");

    /// <summary>An internal error in the watch, which continues.</summary>
    /// <remarks>Please report it with the lines that follow.</remarks>
    public static Message WatchFailed => Warning(
        "watch-failed",
        "internal error while watching routes; the watch continues: {Type:l}: {Message:l}");

    /// <summary>
    /// The watch could not start because of an internal error or of missing memory. The workload is not affected.
    /// </summary>
    /// <remarks>Please report it with the lines that follow.</remarks>
    public static Message WatchNotStarted => Warning(
        "watch-not-started",
        "routes are not watched: {Type:l}: {Message:l}");

    /// <summary>Windows does not offer notifications of route changes here.</summary>
    /// <remarks>Remove <c>--watch</c>.</remarks>
    public static Message WatchUnavailable => Warning(
        "watch-unavailable",
        "routes are not watched: Windows offers no notifications of route changes here");

    /// <summary>The mode and the evidence for it.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message NetworkMode => new("network-mode", LogEventLevel.Information, "{Mode:l}: {Reason:l}");

    /// <summary>The route was added and confirmed by reading the routing table again.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message RouteAdded => Information(
        "route-added",
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: added");

    /// <summary>The route existed already.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message RouteKept => Information(
        "route-kept",
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: {Reason:l}");

    /// <summary>A stale route to the same address was replaced.</summary>
    /// <remarks>Find what added the old route.</remarks>
    public static Message RouteReplaced => Information(
        "route-replaced",
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: replaced; it {Led:l} to {OldWays:l}");

    /// <summary>The route got a metric that wins over another route.</summary>
    /// <remarks>Remove what adds the other route; a warning names it.</remarks>
    public static Message RouteMetricSet => Information(
        "route-metric-set",
        "route {Destination:l} via {NextHop:l} on interface {InterfaceIndex}: set up with metric {Metric}");

    /// <summary>There is no default route yet, as in awsvpc mode before the agent has attached the network.</summary>
    /// <remarks>Wait.</remarks>
    public static Message NetworkAwaited => Information(
        "network-awaited",
        "waiting for {Missing:l}, at most {Seconds:l} s");

    /// <summary>The network that bootstrap waited for is there.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message NetworkReady => Information(
        "network-ready",
        "network ready after {Seconds:l} s");
}
