using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Windows;
using Serilog;

namespace Bootstrap.Commands;

/// <summary>
/// <c>--export-gateway</c>: sets variables to the gateway's address, in our environment, which the workload inherits.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class GatewayVariable
{
    /// <summary>Sets the variables, or logs why they are not changed.</summary>
    /// <param name="exports">The values of the option.</param>
    /// <param name="plan">The plan; null if the network could not be set up.</param>
    /// <param name="log">The log.</param>
    public static void Set(List<string> exports, Plan? plan, ILogger log)
    {
        foreach (var export in exports)
        {
            var name = ExportedGateway.NameOf(export);
            if (plan is null)
            {
                log.Say(Messages.ExportGatewayUnknown, name);
                continue;
            }

            if (plan.Gateway is not { } gateway)
            {
                log.Say(Messages.ExportGatewayNotSet, name, plan.Mode.Name());
                continue;
            }

            // The old value may be a secret, so it is not logged.
            var value = ExportedGateway.ValueFor(export, gateway);
            if (CurrentProcess.Variable(name) is { } old && old != value)
            {
                log.Say(Messages.ExportGatewayReplaced, name);
            }

            CurrentProcess.SetVariable(name, value);
        }
    }
}
