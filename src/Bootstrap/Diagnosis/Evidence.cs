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

        Credentials = seen.Credentials is { } outcome ? CredentialsEndpoint.Read(outcome, seen.Now) : null;
    }

    public Observations Seen { get; }

    public PlanOptions Options { get; }

    /// <summary>Null when the network could not be read, or an override cannot be, and nothing else decides.</summary>
    public Decision? Decision { get; }

    /// <summary>Why there is no decision; null when there is one, or when the network had not been read in time.</summary>
    public BootstrapException? NetworkFailure { get; }

    /// <summary>The state of the credentials endpoint; null when it was not asked.</summary>
    public CredentialsState? Credentials { get; }

    /// <summary>The plan in a mode in which bootstrap adds the routes; else null.</summary>
    public Plan? Nat => Decision is Plan { Mode: NetworkMode.Nat } plan ? plan : null;

    public bool IsAwsvpc => Decision is Plan { Mode: NetworkMode.Awsvpc };

    /// <summary>The modes in which the platform sets up the routes.</summary>
    public bool IsPlatforms => Decision is Plan { Mode: not NetworkMode.Nat };

    /// <summary>The ECS agent has set something: this is a task, not a container that was started by hand.</summary>
    public bool IsTask => Seen.Variables.Count > 0;

    public bool HasCredentials => Credentials is { Status: CredentialsStatus.Ready };

    /// <summary>Whether anything has come back through the gateway: then the gateway works.</summary>
    public bool IsHostReached => Credentials is { Status: not CredentialsStatus.NoAnswer }
        || Seen.TaskMetadata is HttpAnswer
        || Seen.InstanceMetadata is HttpAnswer;

    /// <summary>On Windows every network mode of ECS brings an adapter: without one, the agent or HNS has not attached it yet.</summary>
    public Culprit AdapterCulprit => IsTask ? Culprit.Host : Culprit.TaskDefinition;

    public Culprit GatewayCulprit => Options.Gateway is null ? Culprit.Host : Culprit.Image;

    public bool LeadsToCredentials(IPNetwork prefix) => Seen.CredentialsAddress is { } address && prefix.Contains(address);

    public static bool LeadsToInstanceMetadata(IPNetwork prefix) => prefix.Contains(LinkLocal.Metadata.BaseAddress);
}
