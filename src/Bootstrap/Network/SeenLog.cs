using Bootstrap.Logging;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Network;

/// <summary>Logs snapshots of the network at debug level, if they differ from the previous one.</summary>
internal sealed class SeenLog(ILogger log)
{
    private string[] _logged = [];

    public void Say(NetworkSnapshot snapshot)
    {
        if (!log.IsEnabled(LogEventLevel.Debug))
        {
            return;
        }

        string[] lines =
        [
            .. snapshot.Adapters.Select(adapter =>
                $"adapter {adapter.Index} '{adapter.Alias}' ({adapter.Description}), {(adapter.IsUp ? "up" : "down")}"
            ),
            .. snapshot.WhyNoAdapters is { } why ? [$"no adapters: {why}"] : (string[])[],
            .. (snapshot.Addresses ?? []).Select(address => $"address {address} on interface {address.InterfaceIndex}"),
            .. snapshot.Routes.Select(route =>
                $"route {route.Destination} via {route.NextHop} on interface {route.InterfaceIndex}, "
                + $"metric {Text(route.RouteMetric)} + {Text(route.InterfaceMetric)}"
            ),
        ];
        if (lines.AsSpan().SequenceEqual(_logged))
        {
            return;
        }

        _logged = lines;
        foreach (var line in lines)
        {
            log.Detail("seen: {Seen:l}", line);
        }
    }

    private static string Text(uint? metric) => metric is { } known ? $"{known}" : "unknown";
}
