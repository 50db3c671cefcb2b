using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog;

namespace Bootstrap.Commands;

/// <summary>
/// <c>--export-gateway</c>: sets a variable to the gateway's address. The workload inherits our environment, so it is set
/// there.
/// </summary>
internal static class GatewayVariable
{
    public static void Set(string name, Plan plan, ILogger log)
    {
        if (plan.Gateway is not { } gateway)
        {
            log.Say(Messages.ExportGatewayNotSet, name, plan.Mode.Name());
            return;
        }

        // The old value may be a secret: it is not logged.
        if (Environment.GetEnvironmentVariable(name) is { } old && old != gateway.ToString())
        {
            log.Say(Messages.ExportGatewayReplaced, name);
        }

        Environment.SetEnvironmentVariable(name, gateway.ToString());
    }
}
