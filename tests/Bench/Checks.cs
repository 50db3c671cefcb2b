using System.Globalization;
using Sandbox;

namespace Bench;

/// <summary>
/// The duration of <c>bootstrap check</c> for each fault. docs/reference.md promises less than five seconds; the goal
/// leaves room for a slow machine.
/// </summary>
internal static class Checks
{
    public const double GoalSeconds = 3.5;

    /// <summary>
    /// Every topology, and two in which the gateway does not answer, one of them with a WMI that hangs.
    /// </summary>
    public static async Task<(string Table, double Longest)> MeasureAsync(bool quick)
    {
        var nat = Topology.Load("nat").Container;
        var adapter = nat.Adapters[0] with { HostAddresses = ["172.30.0.77/20"] };
        var topologies = (quick ? (string[])["nat", "wmi-hangs"] : Topology.Names)
            .Select(name => (name, Topology.Load(name)))
            .Append(
                (
                    "nat, gateway silent", Topology.Load("nat") with
                    {
                        Container = nat with { Adapters = [adapter] },
                    }
                )
            )
            .Append(
                (
                    "wmi-hangs, gateway silent", Topology.Load("wmi-hangs") with
                    {
                        Container = Topology.Load("wmi-hangs").Container with { Adapters = [adapter] },
                    }
                )
            );

        var (rows, longest) = (new List<string>(), 0.0);
        foreach (var (name, topology) in topologies)
        {
            await using var container = await Container.StartAsync(topology);
            var alone = await SecondsAsync(container, Candidates.Bootstrap, "check");
            var behind = await SecondsAsync(
                container, Candidates.Bootstrap, "--on-failure", "continue", "--network-timeout", "0s", "--",
                Candidates.Bootstrap, "check"
            );
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"| {name} | {alone:0.0} | {behind:0.0} |"));
            longest = Math.Max(longest, alone);
        }

        return (
            $"| topology | alone, s | under bootstrap, s |\n| --- | ---: | ---: |\n{string.Join('\n', rows)}", longest
        );
    }

    private static async Task<double> SecondsAsync(Container container, string program, params string[] arguments) =>
        (
            await container.RunAsync(
                CommandLine.From(program, arguments), new RunOptions { Timeout = TimeSpan.FromMinutes(1) }
            )
        )
            .Elapsed
            .TotalSeconds;
}
