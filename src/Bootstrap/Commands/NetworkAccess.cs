using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.Cim;
using Bootstrap.Network.IpHelper;
using Bootstrap.Threading;
using Bootstrap.Windows;
using Bootstrap.Workload;
using Serilog;

namespace Bootstrap.Commands;

/// <summary>Connects to the network and makes the plan. Used by all verbs.</summary>
[SupportedOSPlatform("windows")]
internal static class NetworkAccess
{
    /// <summary>How long to wait for the registration for notifications.</summary>
    private static readonly TimeSpan ListenBound = TimeSpan.FromSeconds(2);

    private static bool _isListening;

    /// <summary>Connects to the network by the selected backend. The connection is opened by the first call.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="bounds">The time limits of calls.</param>
    /// <param name="log">The log. It gets one line on a fallback, and lines about calls that take long.</param>
    public static INetwork Connect(Backend backend, NetworkBounds bounds, ILogger log)
    {
        if (backend == Backend.IpHelper && !bounds.HasThreadForIpHelper)
        {
            return new IpHelperNetwork();
        }

        // One thread for all of them: IP Helper uses the thread of CIM unless CIM hangs.
        var thread = new CallThread("network");
#pragma warning disable CA2000 // The network that is returned owns the others.
        INetwork network = backend switch
        {
            Backend.IpHelper => IpHelper(),
            Backend.Cim => Cim(),
            _ => new FallbackNetwork(Cim(), IpHelper(), log),
        };
#pragma warning restore CA2000
        return new AddressedNetwork(network, UnicastAddresses.Read, bounds.Addresses, thread, log);

        BoundedNetwork Cim() => new(CimNetwork.Connect, "cim", bounds.Cim, thread, log);

        BoundedNetwork IpHelper() => new(
            () => new IpHelperNetwork(() => null), "iphelper", bounds.IpHelper, thread, log)
        {
            TimedOut = Messages.IpHelperTimedOut,
            NeedsNoThread = true,
        };
    }

    /// <summary>Warns if this is not a container, before anything is changed.</summary>
    public static void WarnOutsideAContainer(ILogger log)
    {
        if (!Container.IsInside)
        {
            log.Say(Messages.NotAContainer);
        }
    }

    /// <summary>Makes the plan. Reads the network only if the plan depends on it.</summary>
    /// <param name="settings">The options.</param>
    /// <param name="environment">The task's variables.</param>
    /// <param name="network">The network.</param>
    /// <param name="log">The log.</param>
    /// <param name="isEnough">
    /// Whether the workload can start with a network that has no default route, after a wait. Null: no.
    /// </param>
    public static MadePlan MakePlan(
        Settings settings, TaskEnvironment environment, INetwork network, ILogger log,
        Func<NetworkSnapshot, TimeSpan, bool>? isEnough = null)
    {
        if (Planner.WithoutLooking(environment, settings.Plan) is { } plan)
        {
            return new MadePlan(
                plan.Mode == NetworkMode.Fargate ? WithDoubts(plan, environment, settings.Plan) : plan, null, null
            );
        }

        var patience = NetworkPatience.Of(settings.NetworkTimeout, environment, settings.Plan);
        var wait = new NetworkWait(network, TimeProvider.System, Sleep, log, isEnough);
        var made = wait.Run(environment, settings.Plan, patience.Timeout);
        return new MadePlan(made, network.Backend, wait.LastSeen);
    }

    /// <summary>Creates the class that applies plans. A stop ends its waits.</summary>
    public static RouteChanger Changer(INetwork network, ILogger log) => new(network, TimeProvider.System, Sleep, log);

    /// <summary>
    /// Adds a warning if the network contradicts Fargate's variable. Reads the network by IP Helper, in less than a
    /// millisecond. If that fails, the variable is trusted.
    /// </summary>
    private static Plan WithDoubts(Plan plan, TaskEnvironment environment, PlanOptions options)
    {
        try
        {
            using var network = new IpHelperNetwork();
            return Planner.Decide(network.Look(), environment, options).Match(planned => planned, _ => plan);
        }
        catch (BootstrapException)
        {
            return plan;
        }
    }

    private static void Sleep(TimeSpan pause)
    {
        // Registering for notifications takes time, so it is done only when bootstrap must wait. If it hangs, the
        // network is read after each pause.
        if (!_isListening)
        {
            _isListening = true;
            try
            {
                Background.Start(NetworkChanges.Listen).EndsWithin(ListenBound);
            }
            catch (TaskSchedulerException)
            {
                // No memory for a thread.
            }
        }

        StopEvents.Sleep(pause, NetworkChanges.Happened);
    }
}
