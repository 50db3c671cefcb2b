using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog;
using Serilog.Events;

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
            log.Say(LogEventLevel.Warning, EventNames.ExportGatewayNotSet, "{Name:l} is not set: in {Mode:l} mode no gateway leads to the host", name, plan.Mode.Name());
            return;
        }

        // The old value may be a secret: it is not logged.
        if (Environment.GetEnvironmentVariable(name) is { } old && old != gateway.ToString())
        {
            log.Say(LogEventLevel.Information, EventNames.ExportGatewayReplaced, "{Name:l} was set already; its value is replaced by the gateway's address", name);
        }

        Environment.SetEnvironmentVariable(name, gateway.ToString());
    }
}
