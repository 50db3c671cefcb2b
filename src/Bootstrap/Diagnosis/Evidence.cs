using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis;

/// <summary>What the observations say together, before any check is judged. Pure.</summary>
internal sealed class Evidence
{
    public Evidence(Observations seen, TaskEnvironment environment, PlanOptions options)
    {
        Seen = seen;
        Options = options;
        NetworkFailure = seen.NetworkFailure;
        try
        {
            Decision = Planner.WithoutLooking(environment, options)
                ?? (seen.Network is { } network ? Planner.Decide(network, environment, options) : null);
        }
        catch (BootstrapException failure)
        {
            // What the user overrides cannot be.
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

    /// <summary>Null when the network could not be read, or an override cannot be, and nothing else decides.</summary>
    public Decision? Decision { get; }

    /// <summary>
    /// Why there is no decision; null when there is one, or when the network had not been read in time.
    /// </summary>
    public BootstrapException? NetworkFailure { get; }

    /// <summary>The state of the credentials endpoint; null when it was not asked.</summary>
    public CredentialsState? Credentials { get; }

    /// <summary>The plan in a mode in which bootstrap adds the routes; else null.</summary>
    public Plan? Nat => Decision is Plan { Mode: NetworkMode.Nat } plan ? plan : null;

    public bool IsAwsvpc => Decision is Plan { Mode: NetworkMode.Awsvpc };

    /// <summary>The modes in which the platform sets up the routes.</summary>
    public bool IsPlatforms => Decision is Plan { Mode: not NetworkMode.Nat };

    /// <summary>The ECS agent has set something: this is a task, not a container that was started by hand.</summary>
    public bool IsTask { get; }

    /// <summary>
    /// ECS Anywhere, as far as a container can see: a task without AWS_EXECUTION_ENV
    /// (https://github.com/mackerelio/mackerel-container-agent/issues/188). Such an instance has no instance metadata.
    /// </summary>
    public bool IsExternalInstance { get; }

    public bool HasCredentials => Credentials is { IsReady: true };

    /// <summary>The task asks for credentials, at an address that bootstrap asks too, and there are none.</summary>
    public bool LacksCredentials => Credentials is { IsReady: false };

    /// <summary>The prefixes that were asked for by name, in a mode in which bootstrap adds routes.</summary>
    public IEnumerable<IPNetwork> NamedPrefixes => Options.HasDefaultPrefixes || IsPlatforms ? [] : Options.Prefixes;

    /// <summary>
    /// How bad it is that something on the way to the gateway is broken: a failure only where something needs it.
    /// </summary>
    public CheckStatus PathSeverity => LacksCredentials || NamedPrefixes.Any(IsNamedAndMissing)
        ? CheckStatus.Fail
        : CheckStatus.Warn;

    public Culprit GatewayCulprit => Options.Gateway is null ? Culprit.Host : Culprit.Image;

    public static bool LeadsToInstanceMetadata(IPNetwork prefix) => prefix.Contains(LinkLocal.Metadata.BaseAddress);

    /// <summary>How bad it is that the route of a prefix is missing or leads elsewhere.</summary>
    public CheckStatus RouteSeverity(IPNetwork prefix) =>
        IsNamedAndMissing(prefix) || (LeadsToCredentials(prefix) && Credentials is { IsConnected: false })
            ? CheckStatus.Fail
            : CheckStatus.Warn;

    /// <summary>A route that was asked for by name, is not there, and whose endpoint does not answer either.</summary>
    public bool IsNamedAndMissing(IPNetwork prefix) =>
        NamedPrefixes.Contains(prefix) && !IsThere(prefix) && !IsConnectedTo(prefix);

    /// <summary>
    /// Whether a connection to an endpoint inside a prefix was made, by this route or by another one.
    /// </summary>
    public bool IsConnectedTo(IPNetwork prefix) =>
        (LeadsToCredentials(prefix) && Credentials is { IsConnected: true })
        || (prefix.Contains(LinkLocal.Credentials.BaseAddress) && Seen.TaskMetadata is { IsConnected: true })
        || (LeadsToInstanceMetadata(prefix) && IsConnectedToInstanceMetadata);

    public bool IsConnectedToInstanceMetadata =>
        Seen.InstanceMetadata is { IsConnected: true } || Seen.PlainInstanceMetadata is { IsConnected: true };

    /// <summary>Whether a route of a prefix is there: the planned one, or where there is no plan, any.</summary>
    public bool IsThere(IPNetwork prefix) => Nat is { } plan
        ? plan.Routes.Any(route => route.Destination.Equals(prefix) && route.Metric is null)
        : Seen.Network?.Routes.Any(route => route.Destination.Equals(prefix)) == true;

    private bool LeadsToCredentials(IPNetwork prefix) =>
        Seen.CredentialsAddress is { } address && prefix.Contains(address);
}
