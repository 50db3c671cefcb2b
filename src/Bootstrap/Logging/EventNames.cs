namespace Bootstrap.Logging;

/// <summary>
/// The names of all that this program logs, the property <c>Event</c> of a line in JSON. A name stays when words change:
/// alarms and searches are made of them. docs/messages.md tells of each what caused it and what to do.
/// </summary>
internal static class EventNames
{
    public const string AdapterNotHyperV = "adapter-not-hyper-v";
    public const string AddressAwaited = "address-awaited";
    public const string AddressMissing = "address-missing";
    public const string BackendFallback = "backend-fallback";
    public const string BatchArgumentsRefused = "batch-arguments-refused";
    public const string BatchLineTooLong = "batch-line-too-long";
    public const string CimFailed = "cim-failed";
    public const string CimNoAnswer = "cim-no-answer";
    public const string CimRefused = "cim-refused";
    public const string CimTimedOut = "cim-timed-out";
    public const string CimUnusable = "cim-unusable";
    public const string CommandBehindVerb = "command-behind-verb";
    public const string CredentialsAwaited = "credentials-awaited";
    public const string CredentialsReady = "credentials-ready";
    public const string CredentialsRefused = "credentials-refused";
    public const string DefaultRoutesEqual = "default-routes-equal";
    public const string Defect = "defect";
    public const string EndpointWithoutRoutes = "endpoint-without-routes";
    public const string ExportGatewayNotSet = "export-gateway-not-set";
    public const string ExportGatewayReplaced = "export-gateway-replaced";
    public const string ExportGatewayUnknown = "export-gateway-unknown";
    public const string FargateDoubtful = "fargate-doubtful";
    public const string GatewayInsideRoute = "gateway-inside-route";
    public const string GatewayIsOurs = "gateway-is-ours";
    public const string IpHelperFailed = "iphelper-failed";
    public const string MetricUnreadable = "metric-unreadable";
    public const string MiClientNotLoaded = "mi-client-not-loaded";
    public const string NetworkAwaited = "network-awaited";
    public const string NetworkMode = "network-mode";
    public const string NetworkNotNeeded = "network-not-needed";
    public const string NetworkReady = "network-ready";
    public const string NoCommand = "no-command";
    public const string NoCredentials = "no-credentials";
    public const string NoCredentialsToWaitFor = "no-credentials-to-wait-for";
    public const string NoNetwork = "no-network";
    public const string NoPlanFromSnapshot = "no-plan-from-snapshot";
    public const string NotAContainer = "not-a-container";
    public const string NotWindows = "not-windows";
    public const string OnLinkRouteLeft = "on-link-route-left";
    public const string OnLinkRouteOutranked = "on-link-route-outranked";
    public const string OptionIncomplete = "option-incomplete";
    public const string OptionOfAnotherVerb = "option-of-another-verb";
    public const string OptionRepeated = "option-repeated";
    public const string OptionTakesNoValue = "option-takes-no-value";
    public const string RouteAdded = "route-added";
    public const string RouteKept = "route-kept";
    public const string RouteNotConfirmed = "route-not-confirmed";
    public const string RouteNotSetUp = "route-not-set-up";
    public const string RouteReplaced = "route-replaced";
    public const string RoutesChanged = "routes-changed";
    public const string RoutesNotSetUp = "routes-not-set-up";
    public const string RoutesRetried = "routes-retried";
    public const string SnapshotDamaged = "snapshot-damaged";
    public const string SnapshotNotRead = "snapshot-not-read";
    public const string SnapshotNotWritten = "snapshot-not-written";
    public const string SnapshotOptionsExclude = "snapshot-options-exclude";
    public const string StaleRouteLeft = "stale-route-left";
    public const string StaleRouteOutranked = "stale-route-outranked";
    public const string StopFailed = "stop-failed";
    public const string StopForwarded = "stop-forwarded";
    public const string StopNotForwarded = "stop-not-forwarded";
    public const string StopTimedOut = "stop-timed-out";
    public const string StoppedBeforeStart = "stopped-before-start";
    public const string StoppedInACall = "stopped-in-a-call";
    public const string StoppedWhileStarting = "stopped-while-starting";
    public const string UnknownOption = "unknown-option";
    public const string ValueNotAllowed = "value-not-allowed";
    public const string VariableMisspelt = "variable-misspelt";
    public const string WatchBySight = "watch-by-sight";
    public const string WatchFailed = "watch-failed";
    public const string WatchNotStarted = "watch-not-started";
    public const string WatchUnavailable = "watch-unavailable";
    public const string WorkloadIsFolder = "workload-is-folder";
    public const string WorkloadNotExecutable = "workload-not-executable";
    public const string WorkloadNotFound = "workload-not-found";
    public const string WorkloadNotFoundAtStart = "workload-not-found-at-start";
    public const string WorkloadNotStarted = "workload-not-started";
    public const string WorkloadRunAnyway = "workload-run-anyway";
}
