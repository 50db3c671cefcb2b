using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.Cim;
using Bootstrap.Network.IpHelper;
using Bootstrap.Windows;
using Bootstrap.Workload;
using Serilog;

namespace Bootstrap.Commands;

/// <summary>Opens the network by the chosen backend, and decides; common to the verbs.</summary>
[SupportedOSPlatform("windows")]
internal static class NetworkAccess
{
    /// <summary>
    /// The longest total time for a WMI that hangs. In a starting container WMI takes a second or two at worst.
    /// </summary>
    public static readonly TimeSpan CimBound = TimeSpan.FromSeconds(10);

    /// <summary>Connects to the network by the chosen backend. The first call opens it.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="cimBound">The longest time that a call to WMI may take.</param>
    /// <param name="log">Gets one line when the backend falls back.</param>
    public static INetwork Connect(Backend backend, TimeSpan cimBound, ILogger log)
    {
        var ipHelper = new IpHelperNetwork();
        return backend switch
        {
            Backend.IpHelper => ipHelper,
            Backend.Cim => Cim(),
#pragma warning disable CA2000 // The fallback network owns both.
            _ => new FallbackNetwork(Cim(), ipHelper, log),
#pragma warning restore CA2000
        };

        BoundedNetwork Cim() => new(CimNetwork.Connect, "cim", cimBound);
    }

    /// <summary>Warns where this is not a container, before anything is changed.</summary>
    public static void WarnOutsideAContainer(ILogger log)
    {
        if (!Container.IsInside)
        {
            log.Say(Messages.NotAContainer);
        }
    }

    /// <summary>Decides. Reads the network only where the decision needs it.</summary>
    public static MadePlan MakePlan(Settings settings, TaskEnvironment environment, INetwork network, ILogger log)
    {
        if (Planner.WithoutLooking(environment, settings.Plan) is { } plan)
        {
            return new MadePlan(
                plan.Mode == NetworkMode.Fargate ? WithDoubts(plan, environment, settings.Plan) : plan, null, null
            );
        }

        var patience = NetworkPatience.Of(settings.NetworkTimeout, environment, settings.Plan);
        var wait = new NetworkWait(network, TimeProvider.System, Sleep, log);
        var made = wait.Run(environment, settings.Plan, patience.Timeout);
        return new MadePlan(made, network.Backend, wait.LastSeen);
    }

    /// <summary>Carries out plans. A stop ends its waits.</summary>
    public static RouteChanger Changer(INetwork network, ILogger log) => new(network, TimeProvider.System, Sleep, log);

    /// <summary>
    /// Adds what makes Fargate's variable doubtful. By IP Helper, which costs less than a millisecond; where it fails,
    /// the variable is right.
    /// </summary>
    private static Plan WithDoubts(Plan plan, TaskEnvironment environment, PlanOptions options)
    {
        try
        {
            using var network = new IpHelperNetwork();
            return Planner.Decide(network.Look(), environment, options).Match(seen => seen, _ => plan);
        }
        catch (BootstrapException)
        {
            return plan;
        }
    }

    private static void Sleep(TimeSpan pause)
    {
        // Registering for notifications costs time: only a run that has to wait does it.
        NetworkChanges.Listen();
        StopEvents.Sleep(pause, NetworkChanges.Happened);
    }
}
