using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis;

/// <summary>Conclusions from the observations that several checks use. Pure.</summary>
internal sealed class Evidence
{
    public Evidence(Observations seen, TaskEnvironment environment, PlanOptions options)
    {
        Seen = seen;
        Options = options;
        NetworkFailure = seen.NetworkFailure;
        try
        {
            // A network that was read may contradict Fargate's variable.
            Decision = seen.Network is { } network
                ? Planner.Decide(network, environment, options)
                : Planner.WithoutLooking(environment, options);
        }
        catch (BootstrapException failure)
        {
            // The options contradict the network.
            NetworkFailure = failure;
        }

        Credentials = seen.Credentials is { } outcome
            ? CredentialsEndpoint.Read(outcome, seen.Provider, seen.Now)
            : null;
        IsTask = seen.Variables.Any(TaskVariables.AgentsOwn.Contains) || environment.IsEcs;
        IsExternalInstance = IsTask && environment.ExecutionEnvironment is null;
    }

    public Observations Seen { get; }

    public PlanOptions Options { get; }

    /// <summary>
    /// The plan, or what is missing; null if the network could not be read, or if the options contradict it.
    /// </summary>
    public Decision? Decision { get; }

    /// <summary>
    /// Why there is no decision; null if there is one, or if the network was not read in time.
    /// </summary>
    public BootstrapException? NetworkFailure { get; }

    /// <summary>The state of the credentials endpoint; null without a request.</summary>
    public CredentialsState? Credentials { get; }

    /// <summary>The plan if bootstrap adds the routes in this mode, otherwise null.</summary>
    public Plan? Nat => Decision is Plan { Mode: NetworkMode.Nat } plan ? plan : null;

    public bool IsAwsvpc => Decision is Plan { Mode: NetworkMode.Awsvpc };

    /// <summary>Whether the platform sets up the routes in this mode.</summary>
    public bool IsPlatforms => Decision is Plan { Mode: not NetworkMode.Nat };

    /// <summary>Whether Fargate's variable is set, but the network looks like nat on EC2.</summary>
    public bool IsFargateDoubtful => Decision is Plan { IsFargateDoubtful: true };

    /// <summary>The network mode for hints; null if it is not known or doubtful.</summary>
    public NetworkMode? ModeForHints => Decision is Plan { IsFargateDoubtful: false } plan ? plan.Mode : null;

    /// <summary>Whether this is an ECS task: the ECS agent has set a variable.</summary>
    public bool IsTask { get; }

    /// <summary>
    /// Whether this is ECS Anywhere: a task without AWS_EXECUTION_ENV
    /// (https://github.com/mackerelio/mackerel-container-agent/issues/188). It has no instance metadata.
    /// </summary>
    public bool IsExternalInstance { get; }

    /// <summary>Whether the credentials request failed.</summary>
    public bool LacksCredentials => Credentials is { IsReady: false };

    /// <summary>The prefixes that were requested by name, if bootstrap adds the routes in this mode.</summary>
    public IEnumerable<IPNetwork> NamedPrefixes => Options.HasDefaultPrefixes || IsPlatforms ? [] : Options.Prefixes;

    /// <summary>
    /// The severity of a broken path to the gateway: a failure only if the path is needed.
    /// </summary>
    public CheckStatus PathSeverity => LacksCredentials || NamedPrefixes.Any(IsNamedAndMissing)
        ? CheckStatus.Fail
        : CheckStatus.Warn;

    public Culprit GatewayCulprit => Options.Gateway is null ? Culprit.Host : Culprit.Image;

    public static bool LeadsToInstanceMetadata(IPNetwork prefix) => prefix.Contains(LinkLocal.Metadata.BaseAddress);

    /// <summary>The severity of a route that is missing or leads elsewhere.</summary>
    public CheckStatus RouteSeverity(IPNetwork prefix) =>
        IsNamedAndMissing(prefix) || (LeadsToCredentials(prefix) && Credentials is { IsConnected: false })
            ? CheckStatus.Fail
            : CheckStatus.Warn;

    /// <summary>
    /// Whether a route was requested by name, does not exist, and its endpoint does not answer either.
    /// </summary>
    public bool IsNamedAndMissing(IPNetwork prefix) =>
        NamedPrefixes.Contains(prefix) && !IsThere(prefix) && !IsConnectedTo(prefix);

    /// <summary>
    /// Whether an endpoint inside a prefix could be connected to, by this route or by another one.
    /// </summary>
    public bool IsConnectedTo(IPNetwork prefix) =>
        (LeadsToCredentials(prefix) && Credentials is { IsConnected: true })
        || (prefix.Contains(LinkLocal.Credentials.BaseAddress) && Seen.TaskMetadata is { IsConnected: true })
        || (LeadsToInstanceMetadata(prefix) && IsConnectedToInstanceMetadata);

    public bool IsConnectedToInstanceMetadata =>
        Seen.InstanceMetadata is { IsConnected: true } || Seen.PlainInstanceMetadata is { IsConnected: true };

    /// <summary>Whether the planned route of a prefix exists, or any route to it if there is no plan.</summary>
    public bool IsThere(IPNetwork prefix) => Nat is { } plan
        ? plan.Routes.Any(route => route.Destination.Equals(prefix) && route.Metric is null)
        : Seen.Network?.Routes.Any(route => route.Destination.Equals(prefix)) == true;

    /// <summary>Whether the ECS agent has returned task metadata, or an error of it, from this address.</summary>
    public bool IsAgentAt(IPAddress? address) =>
        address is not null
        && Seen.TaskMetadataAddress == address.ToString()
        && Seen.TaskMetadata is HttpAnswer answer
        && (answer.Status == 200
            ? TaskMetadata.NetworkMode(answer.Body) is not null
            : answer.Status >= 400 && TaskMetadata.IsAgentsError(answer.Body));

    /// <summary>The route that Windows uses to an address; null if only a default route leads there.</summary>
    public Route? RouteTo(IPAddress address) => Diversion.RouteTo(address, Seen.Network?.Routes ?? []);

    /// <summary>The route that takes the packets to an address away from the planned route, or null.</summary>
    public Route? DiversionOf(IPAddress address) =>
        Nat is { } plan ? Diversion.Of(address, plan.Routes, Seen.Network?.Routes ?? []) : null;

    private bool LeadsToCredentials(IPNetwork prefix) =>
        Seen.CredentialsAddress is { } address && prefix.Contains(address);
}
