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

    /// <summary>The old route came back or could not be removed.</summary>
    /// <remarks>Remove the script in the image that adds it.</remarks>
    public static Message StaleRouteLeft => new(
        "stale-route-left",
        LogEventLevel.Error,
        "Windows reported success, but the old route {Destination:l} via {NextHop:l} on interface "
            + "{InterfaceIndex} is still there and may keep the traffic.",
        ExitCode.NetworkFailed,
        "Remove whatever adds it: a PowerShell script in the image, or a persistent route.");

    /// <summary><c>--gateway</c> is the container's own address.</summary>
    /// <remarks>Give the gateway's.</remarks>
    public static Message GatewayIsOurs => new(
        "gateway-is-ours",
        LogEventLevel.Error,
        "Gateway {Gateway:l} is an address of this container itself, or a broadcast address: it is on-link on "
            + "interface {InterfaceIndex}.",
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
        "{Destination:l} is on-link on interface {InterfaceIndex} and is left as it is");

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
        "{Name:l} was set already; its value is replaced by the gateway's address");

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
