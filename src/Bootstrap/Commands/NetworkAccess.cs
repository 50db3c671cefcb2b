using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Network;
using Bootstrap.Network.Cim;
using Bootstrap.Network.IpHelper;
using Bootstrap.Workload;
using Serilog;

namespace Bootstrap.Commands;

/// <summary>Opens the network by the chosen backend, and decides; common to the verbs.</summary>
[SupportedOSPlatform("windows")]
internal static class NetworkAccess
{
    /// <summary>The longest total time for a WMI that hangs. In a starting container WMI takes a second or two at worst.</summary>
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
            _ => new FallbackNetwork(Cim(), ipHelper, CimErrors.IsRefusal, log),
#pragma warning restore CA2000
        };

        BoundedNetwork Cim() => new(CimNetwork.Connect, "cim", cimBound);
    }

    /// <summary>Decides. Reads the network only where the decision needs it.</summary>
    public static MadePlan MakePlan(Settings settings, INetwork network, ILogger log)
    {
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        if (Planner.WithoutLooking(environment, settings.Plan) is { } plan)
        {
            return new MadePlan(plan, Backend: null);
        }

        var made = Setup(network, log).MakePlan(environment, settings.Plan, settings.NetworkTimeout);
        return new MadePlan(made, network.Backend);
    }

    /// <summary>The steps that touch the network. A stop ends their waits.</summary>
    public static NetworkSetup Setup(INetwork network, ILogger log) => new(
        network,
        TimeProvider.System,
        pause =>
        {
            // Registering for notifications costs time: only a run that has to wait does it.
            NetworkChanges.Listen();
            StopEvents.Sleep(pause, NetworkChanges.Happened);
        },
        log);
}
