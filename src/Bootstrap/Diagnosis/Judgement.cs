using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis;

/// <summary>
/// What the observations mean: one check for each thing that can be wrong, and whose side it is on. Pure. What follows
/// from another failure says so instead of accusing somebody else.
/// </summary>
internal sealed class Judgement
{
    private const string NotDecided = "not looked into: network-mode comes first";
    private const string SeeRoute = "not looked into: the route comes first";

    private readonly Observations _seen;
    private readonly PlanOptions _options;

    /// <summary>Null when the network could not be read, or an override cannot be, and nothing else decides.</summary>
    private readonly Decision? _decision;

    /// <summary>Why there is no decision; null when there is one, or when the network had not been read in time.</summary>
    private readonly BootstrapException? _networkFailure;

    private readonly CredentialsState? _credentials;

    private Judgement(Observations seen, TaskEnvironment environment, PlanOptions options)
    {
        _seen = seen;
        _options = options;
        _networkFailure = seen.NetworkFailure;
        try
        {
            _decision = Planner.WithoutLooking(environment, options)
                ?? (seen.Network is { } network ? Planner.Decide(network, environment, options) : null);
        }
        catch (BootstrapException failure)
        {
            // What the user overrides cannot be.
            _networkFailure = failure;
        }

        _credentials = seen.Credentials is { } outcome ? CredentialsEndpoint.Read(outcome, seen.Now) : null;
    }

    /// <summary>The plan in a mode in which routes are ours to add; else null.</summary>
    private Plan? Nat => _decision is Plan { Mode: NetworkMode.Nat } plan ? plan : null;

    private bool IsAwsvpc => _decision is Plan { Mode: NetworkMode.Awsvpc };

    /// <summary>The platform's own modes, in which the routes are none of our business.</summary>
    private bool IsPlatforms => _decision is Plan { Mode: not NetworkMode.Nat };

    /// <summary>An agent has set something: this is a task, not a container that somebody has started by hand.</summary>
    private bool IsTask => _seen.Variables.Count > 0;

    /// <summary>Nobody answers at the gateway, and nothing comes from behind it.</summary>
    private bool IsGatewayDead => _seen.GatewayError is not (0 or null) && !IsHostReached;

    private bool HasCredentials => _credentials is { Status: CredentialsStatus.Ready };

    /// <summary>Whether anything has come back from behind the gateway: then that is not what is broken.</summary>
    private bool IsHostReached => _credentials is { Status: not CredentialsStatus.NoAnswer } || _seen.TaskMetadata is HttpAnswer || _seen.InstanceMetadata is HttpAnswer;

    /// <summary>Judges.</summary>
    public static Report Of(Observations seen, TaskEnvironment environment, PlanOptions options)
    {
        var judgement = new Judgement(seen, environment, options);
        return new Report(
            [
                judgement.Identity(),
                judgement.Environment(),
                judgement.Mode(),
                judgement.DefaultGateway(),
                judgement.Adapter(),
                .. options.Prefixes.Select(judgement.Route),
                judgement.GatewayAnswers(),
                judgement.Credentials(),
                judgement.TaskMetadata(),
                judgement.InstanceMetadata(),
            ],
            judgement.Way(),
            CredentialsHints.AgentAt(seen.CredentialsAddress));
    }

    private Check Identity() => _seen.IsAdministrator
        ? new Check("identity", CheckStatus.Pass, $"{_seen.User}, who may change routes")
        : Nat is { ChangesNothing: false }
            ? new Check("identity", CheckStatus.Fail, $"{_seen.User}, who may not change routes", Culprit.Image, Hints.Administrator)
            : _decision is Plan
                ? new Check("identity", CheckStatus.Pass, $"{_seen.User}, who may not change routes, and need not")
                : new Check("identity", CheckStatus.Warn, $"{_seen.User}, who may not change routes", Culprit.Image, Hints.Administrator);

    private Check Environment()
    {
        var isThere = string.Join(", ", _seen.Variables);
        return !IsTask
            ? new Check("environment", CheckStatus.Warn, "no variable of the ECS agent is set", Culprit.TaskDefinition, "In a task of ECS there are some; outside ECS that is as it should be.")
            : _seen.WhyNoCredentialsRequest is { } whyNot
                ? new Check("environment", whyNot.IsFault ? CheckStatus.Fail : CheckStatus.Warn, $"{whyNot.What} (set: {isThere})", whyNot.Hint == CredentialsHints.UriOfAnother ? null : Culprit.TaskDefinition, whyNot.Hint)
                : new Check("environment", CheckStatus.Pass, isThere);
    }

    private Check Mode() => _decision switch
    {
        Plan plan => new Check("network-mode", plan.Warnings.Count == 0 ? CheckStatus.Pass : CheckStatus.Warn, $"{plan.Mode.Name()}: {string.Join("; ", [plan.Reason, .. plan.Warnings.Select(warning => warning.Text)])}"),
        NotYet => new Check("network-mode", CheckStatus.Warn, "unknown: neither a sign of awsvpc or Fargate, nor a default route"),
        _ when _networkFailure is { } failure => new Check("network-mode", CheckStatus.Fail, failure.Message, Culprit.Image, failure.Hint),
        _ => new Check("network-mode", HasCredentials ? CheckStatus.Warn : CheckStatus.Fail, "unknown: the network could not be read in time", Culprit: null,
            "Is the machine very busy? If it stays so: bootstrap check --backend iphelper does without WMI."),
    };

    private Check DefaultGateway() => _decision switch
    {
        Plan { Gateway: { } gateway } plan => new Check("default-gateway", CheckStatus.Pass, $"{gateway} on interface {plan.Interface?.Index}"),
        NotYet notYet => new Check("default-gateway", CheckStatus.Fail, $"none: {notYet.Missing} is missing", WhoseWay, _options.Interface is not null ? notYet.Hint
            : _seen.Network?.Adapters.Count == 0 ? "See adapter."
            : "It may still come: bootstrap waits for it. If it does not, look at the host's HNS network and the agent's log."),
        _ => new Check("default-gateway", CheckStatus.Skip, IsPlatforms ? "the platform sets up the routes itself" : NotDecided),
    };

    private Check Adapter() => _decision switch
    {
        Plan { Interface: { } adapter } => new Check("adapter", adapter.IsUp ? CheckStatus.Pass : CheckStatus.Warn,
            $"{adapter.Index} '{adapter.Alias}' ({adapter.Description}){(adapter.IsUp ? string.Empty : ", which is down")}"),
        _ when _seen.Network is not { } network => new Check("adapter", CheckStatus.Skip, "the network could not be read"),
        NotYet when _seen.Network.Adapters.Count == 0 => new Check("adapter", CheckStatus.Fail, "none", WhoseAdapter, IsTask
            ? "In awsvpc mode the agent attaches the network up to three minutes after the start. If it stays so, read the agent's log."
            : "Was the container started without a network?"),
        _ => new Check("adapter", CheckStatus.Pass, string.Join(", ", _seen.Network.Adapters.OrderBy(adapter => adapter.Index).Select(adapter => $"{adapter.Index} '{adapter.Alias}'"))),
    };

    /// <summary>On Windows every network mode of ECS brings an adapter: where there is none, the agent or HNS has not come to it.</summary>
    private Culprit WhoseAdapter => IsTask ? Culprit.Host : Culprit.TaskDefinition;

    private Culprit WhoseWay => _options.Interface is not null ? Culprit.Image : _seen.Network?.Adapters.Count == 0 ? WhoseAdapter : Culprit.Host;

    private Check Route(IPNetwork prefix)
    {
        var name = "route-" + LinkLocal.NameOf(prefix);
        if (Nat is { } plan)
        {
            var route = plan.Routes.First(route => route.Destination.Equals(prefix));
            var text = $"{prefix} via {route.NextHop} on interface {route.InterfaceIndex}";
            return route.Action switch
            {
                RouteAction.Keep => new Check(name, CheckStatus.Pass, $"{text}: {route.Reason}"),

                // A shorter prefix may lead there as well.
                _ when LeadsToCredentials(prefix) && HasCredentials => new Check(name, CheckStatus.Warn, $"{text}: {route.Reason}, and credentials are reached all the same"),
                _ when LeadsToMetadata(prefix) && _seen.InstanceMetadata is HttpAnswer { Status: 200 } => new Check(name, CheckStatus.Warn, $"{text}: {route.Reason}, and instance metadata is reached all the same"),
                RouteAction.Add => new Check(name, Severity(prefix), $"{text}: missing", Culprit.Image, HintForRoutes("add")),
                _ => new Check(name, Severity(prefix), $"{text}: stale, {route.Reason}", Culprit.Image, HintForRoutes("replace")),
            };
        }

        if (!IsPlatforms || _seen.Network is not { } network)
        {
            return new Check(name, CheckStatus.Skip, _decision is NotYet ? "no gateway to route by" : NotDecided);
        }

        var existing = Network.Route.InOrder(network.Routes.Where(route => route.Destination.Equals(prefix))).FirstOrDefault();
        return existing switch
        {
            null => new Check(name, CheckStatus.Skip, "none, and the platform sets up the routes itself"),
            { IsOnLink: true } => new Check(name, CheckStatus.Pass, $"{prefix} on-link on interface {existing.InterfaceIndex}, set up by the platform"),
            _ when !IsAwsvpc => new Check(name, CheckStatus.Pass, $"{prefix} via {existing.NextHop} on interface {existing.InterfaceIndex}, not ours"),
            _ => new Check(name, CheckStatus.Warn, $"{prefix} leads to {existing.NextHop} on interface {existing.InterfaceIndex}", Culprit.Image,
                "In this mode the agent's route is on-link: remove the script that adds this one, or bootstrap's option --mode."),
        };
    }

    /// <summary>
    /// A route that nobody asked for by name is a warning when it is instance metadata's, which few workloads need, whether
    /// its route or its hop limit keeps it back; and when credentials are reached elsewhere.
    /// </summary>
    private CheckStatus Severity(IPNetwork prefix) =>
        _options.HasDefaultPrefixes && !LeadsToCredentials(prefix) && (HasCredentials || LeadsToMetadata(prefix)) ? CheckStatus.Warn : CheckStatus.Fail;

    private string HintForRoutes(string verb) => _seen.IsAdministrator
        ? $"Make bootstrap.exe the ENTRYPOINT: it would {verb} this route. If it is, read what it said in the container's log; of its options, check knows those given by variables."
        : Hints.Administrator;

    private Check GatewayAnswers() => (Nat?.Gateway, _seen.GatewayError) switch
    {
        ({ } gateway, 0) => new Check("gateway-answers", CheckStatus.Pass, $"{gateway} answers ARP"),
        ({ } gateway, { } error) when IsHostReached => new Check("gateway-answers", CheckStatus.Warn, $"{gateway} does not answer ARP (Win32 error {error}), and leads to the host all the same"),
        ({ } gateway, { } error) => new Check("gateway-answers", CheckStatus.Fail, $"{gateway} does not answer ARP (Win32 error {error})", WhoseGateway, _options.Gateway is null
            ? "The container's network has no way to its host: look at the host's HNS network, and start the task again."
            : "Is --gateway or BOOTSTRAP_GATEWAY right? Without it the default route's is taken."),
        _ => new Check("gateway-answers", CheckStatus.Skip, "no gateway of ours"),
    };

    private Culprit WhoseGateway => _options.Gateway is null ? Culprit.Host : Culprit.Image;

    private Check Credentials()
    {
        const string name = "credentials";
        if (_credentials is not { } state || _seen.CredentialsAddress is not { } address)
        {
            return new Check(name, CheckStatus.Skip, _seen.WhyNoCredentialsRequest?.What ?? "not asked");
        }

        if (state.Status == CredentialsStatus.Ready)
        {
            return new Check(name, CheckStatus.Pass, state.Detail);
        }

        // An answer of any kind has come all the way: then it is not the way.
        return state.Status == CredentialsStatus.NoAnswer && BreakBeforeGateway(address) is { } broken
            ? new Check(name, CheckStatus.Fail, $"{state.Detail} from {address}: {broken.What}", broken.Culprit, broken.Hint)
            : new Check(name, CheckStatus.Fail, state.Status == CredentialsStatus.Expired ? state.Detail : $"{state.Detail} from {address}", CulpritOf(state.Status), CredentialsHints.Of(state.Status, address, _decision as Plan));
    }

    private static Culprit CulpritOf(CredentialsStatus status) =>
        status == CredentialsStatus.Refused ? Culprit.TaskDefinition : Culprit.Host;

    /// <summary>What keeps packets from getting as far as the gateway; null when nothing known does.</summary>
    private (string What, Culprit? Culprit, string Hint)? BreakBeforeGateway(IPAddress address)
    {
        if (IsPlatforms)
        {
            // The agent's route is on-link. A script in the image may have added one that leads elsewhere. What Fargate's is
            // like is not known.
            var there = IsAwsvpc && _seen.Network is { } network
                ? network.Routes.Where(route => !route.IsDefault && route.Destination.Contains(address)).ToList()
                : null;
            var longest = there?.Max(route => (int?)route.Destination.PrefixLength);
            return there?.Find(route => !route.IsOnLink && route.Destination.PrefixLength == longest) is { } diverted ? ($"the route leads to {diverted.NextHop}", Culprit.Image, $"See route-{LinkLocal.NameOf(diverted.Destination)}.")
                : _options.Mode is not null && there is [] ? ("no on-link route leads there", Culprit.Image, $"Is {_options.ModeSource} right? bootstrap check --mode auto says what there is.")
                : null;
        }

        if (Nat is not { } plan)
        {
            return _decision is null
                ? ("the way to it is not known", _networkFailure is null ? null : Culprit.Image, "See network-mode.")
                : ("no default gateway", WhoseWay, "See default-gateway.");
        }

        if (plan.Routes.FirstOrDefault(route => route.Destination.Contains(address)) is not { } route)
        {
            return ("no route was asked for", Culprit.Image, CredentialsHints.NotRouted(address));
        }

        return route.Action != RouteAction.Keep
                ? ($"the route is {(route.Action == RouteAction.Add ? "missing" : "stale")}", Culprit.Image, $"See route-{LinkLocal.NameOf(route.Destination)}.")
            : IsGatewayDead ? ("the gateway does not answer", WhoseGateway, "See gateway-answers.")
            : null;
    }

    private static bool LeadsToMetadata(IPNetwork prefix) => prefix.Contains(LinkLocal.Metadata.BaseAddress);

    private bool LeadsToCredentials(IPNetwork prefix) => _seen.CredentialsAddress is { } address && prefix.Contains(address);

    private Check TaskMetadata()
    {
        const string name = "task-metadata";
        switch (_seen.TaskMetadata)
        {
            case null:
                return new Check(name, CheckStatus.Skip, $"{TaskVariables.MetadataUriV4} is not set, or names no link-local address");

            case HttpAnswer { Status: 200 } answer:
                var says = Endpoints.TaskMetadata.NetworkMode(answer.Body);
                return (says, _decision) switch
                {
                    (null, _) => new Check(name, CheckStatus.Warn, "answers, and names no network mode", Culprit.Host, "Is it the agent that answers there?"),
                    (_, Plan plan) when (plan.Mode == NetworkMode.Nat) == (says == "awsvpc") => new Check(name, CheckStatus.Warn,
                        $"says {says}, and {plan.Mode.Name()} was recognised", Culprit.TaskDefinition,
                        "Take --mode or BOOTSTRAP_MODE away if one is set; else report this, with the file that bootstrap plan --save-snapshot writes."),
                    (_, Plan plan) => new Check(name, CheckStatus.Pass, $"network mode {says}, which agrees"),
                    _ => new Check(name, CheckStatus.Pass, $"network mode {says}"),
                };

            case HttpAnswer { Status: >= 500 } answer:
                return new Check(name, CheckStatus.Warn, $"HTTP {answer.Status}: the agent has not recorded the task's settings yet");

            case HttpAnswer { Status: < 400 } answer:
                return new Check(name, CheckStatus.Warn, $"HTTP {answer.Status}, and no document", Culprit.Host, "Is it the agent that answers there?");

            case HttpAnswer answer:
                return new Check(name, CheckStatus.Warn, $"HTTP {answer.Status}", Culprit.TaskDefinition, $"Something has set {TaskVariables.MetadataUriV4} to another task's value.");

            case HttpFailure failure when !IsPlatforms && RouteIsWrong(LinkLocal.Credentials):
                return new Check(name, CheckStatus.Skip, $"{failure.Detail}; {SeeRoute}");

            case HttpFailure failure when _credentials is not null && !HasCredentials:
                return new Check(name, CheckStatus.Warn, failure.Detail, Culprit: null, "See credentials.");

            case HttpFailure failure:
                return new Check(name, CheckStatus.Warn, failure.Detail, Culprit.Host, CredentialsHints.Of(CredentialsStatus.NoAnswer, LinkLocal.Credentials.BaseAddress, _decision as Plan));

            default:
                throw new InvalidOperationException("an outcome that is none");
        }
    }

    private Check InstanceMetadata()
    {
        const string name = "instance-metadata";
        return _seen.InstanceMetadata switch
        {
            null => new Check(name, CheckStatus.Skip, $"not asked: {TaskVariables.InstanceMetadataDisabled} is true"),
            HttpAnswer { Status: 200 } => new Check(name, CheckStatus.Pass, "gives a token (IMDSv2)"),
            _ when !IsPlatforms && !_options.Prefixes.Any(prefix => prefix.Contains(LinkLocal.Metadata.BaseAddress)) => new Check(name, CheckStatus.Skip, "no route was asked for"),
            HttpAnswer { Status: 403 } when IsTask => new Check(name, CheckStatus.Warn, "HTTP 403: switched off for this instance", Culprit.Host, "The instance's metadata options say HttpEndpoint disabled."),
            HttpAnswer answer => new Check(name, CheckStatus.Warn, $"HTTP {answer.Status}: not EC2's IMDSv2"),
            HttpFailure failure when IsPlatforms => new Check(name, CheckStatus.Skip, $"{failure.Detail}; it may be blocked in this mode, which is no failure"),
            HttpFailure failure when IsGatewayDead => new Check(name, CheckStatus.Skip, $"{failure.Detail}; not looked into: gateway-answers comes first"),
            HttpFailure failure when RouteIsWrong(LinkLocal.Metadata) => new Check(name, CheckStatus.Skip, $"{failure.Detail}; {SeeRoute}"),
            HttpFailure failure when !IsTask => new Check(name, CheckStatus.Warn, $"{failure.Detail}; outside EC2 that is as it should be"),
            HttpFailure { Kind: not HttpFailureKind.TimedOut } failure => new Check(name, CheckStatus.Warn, $"{failure.Detail}, although the route is right", Culprit.Host, "Something else than EC2's instance metadata answers or refuses there."),
            HttpFailure failure => new Check(name, CheckStatus.Warn, $"{failure.Detail}, although the route is right", Culprit.Host,
                "From a nat container the answer makes one hop more: give the instance a metadata hop limit of 2 (aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2)."),
            _ => throw new InvalidOperationException("an outcome that is none"),
        };
    }

    /// <summary>Whether nothing can be said of an endpoint because the way to it is not set up.</summary>
    private bool RouteIsWrong(IPNetwork prefix) =>
        Nat is not { } plan || plan.Routes.FirstOrDefault(route => route.Destination.Contains(prefix.BaseAddress)) is not { Action: RouteAction.Keep };

    private List<Stretch> Way()
    {
        if (_credentials is not { } state || _seen.CredentialsAddress is not { } address)
        {
            return [];
        }

        var broken = state.Status == CredentialsStatus.NoAnswer ? BreakBeforeGateway(address)?.What : null;
        var way = new List<Stretch>();
        if (!IsPlatforms)
        {
            way.Add(new Stretch("container", broken is null, broken));
            way.Add(ToHost($"gateway {Nat?.Gateway?.ToString() ?? "?"}"));
        }
        else
        {
            way.Add(broken is null ? ToHost("container") : new Stretch("container", IsOpen: false, broken));
        }

        way.Add(state.Status == CredentialsStatus.NoAnswer
            ? new Stretch($"host {address}", IsOpen: null, Break: null)
            : new Stretch($"host {address}", HasCredentials, HasCredentials ? null : state.Status == CredentialsStatus.Expired ? "expired credentials" : state.Detail));
        return way;

        Stretch ToHost(string from) => broken is not null ? new Stretch(from, IsOpen: null, Break: null)
            : state.Status == CredentialsStatus.NoAnswer ? new Stretch(from, IsOpen: false, state.Detail)
            : new Stretch(from, IsOpen: true, Break: null);
    }
}
