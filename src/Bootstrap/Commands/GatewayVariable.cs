using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog;

namespace Bootstrap.Commands;

/// <summary>
/// <c>--export-gateway</c>: sets variables to the gateway's address. The workload inherits our environment, so they are
/// set there.
/// </summary>
internal static class GatewayVariable
{
    /// <summary>Sets them, or says that there is no gateway.</summary>
    public static void Set(IReadOnlyList<string> exports, Plan plan, ILogger log)
    {
        foreach (var export in exports)
        {
            var name = ExportedGateway.NameOf(export);
            if (plan.Gateway is not { } gateway)
            {
                log.Say(Messages.ExportGatewayNotSet, name, plan.Mode.Name());
                continue;
            }

            // The old value may be a secret: it is not logged.
            var value = ExportedGateway.ValueFor(export, gateway);
            if (Environment.GetEnvironmentVariable(name) is { } old && old != value)
            {
                log.Say(Messages.ExportGatewayReplaced, name);
            }

            Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>Says that they are left alone, because the network could not be set up.</summary>
    public static void Leave(IReadOnlyList<string> exports, ILogger log)
    {
        foreach (var export in exports)
        {
            log.Say(Messages.ExportGatewayUnknown, ExportedGateway.NameOf(export));
        }
    }
}
