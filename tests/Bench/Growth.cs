using System.Globalization;
using Sandbox;

namespace Bench;

/// <summary>
/// The growth of the cost with the size of the input, end to end. Each step is compared with the floor at that step.
/// </summary>
internal static class Growth
{
    private static readonly Candidate Floor = new(
        "C floor", Routes.Untouched, $"{Candidates.Wrapper} {Candidates.Workload}"
    );

    private static readonly Candidate WithoutLooking = new(
        "bootstrap", Routes.Untouched, $"{Candidates.Bootstrap} --mode awsvpc -- {Candidates.Workload}"
    );

    private static readonly IReadOnlyList<Candidate> ThatLook =
    [
        new("C floor", Routes.Present, $"{Candidates.WrapperWithRoutes} {Candidates.Workload}"),
        new("iphelper", Routes.Present, $"{Candidates.Bootstrap} --backend iphelper -- {Candidates.Workload}"),
        new("cim", Routes.Present, $"{Candidates.Bootstrap} --backend cim -- {Candidates.Workload}"),
    ];

    public static string Planning(bool quick)
    {
        (int, int)[] sizes = quick
            ? [(100, 5), (10_000, 500)]
            : [(100, 5), (1_000, 50), (10_000, 500), (40_000, 2_000)];
        return Table(
            "| routes | adapters | median, µs | µs per row |\n| ---: | ---: | ---: | ---: |",
            sizes.Select(size =>
            {
                var (routes, adapters) = size;
                var median = Deciding.Microseconds(routes, adapters);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {routes} | {adapters} | {median:0} | {median / (routes + adapters):0.000} |"
                );
            })
        );
    }

    /// <summary>The growth with routes, then with adapters. Both are added to one container.</summary>
    public static async Task<(string Routes, string Adapters)> OfTheNetworkAsync(int rounds, bool quick)
    {
        await using var container = await Container.StartAsync(Topology.Load("nat"));
        var routes = new List<string>();
        var there = 0;
        foreach (var count in quick ? (int[])[10, 1000] : [10, 100, 1000])
        {
            await container.RunLinuxAsync(
                "sh", "-c",
                $"for i in $(seq {there} {count - 1}); do echo route add 10.$((i / 250)).$((i % 250)).0/24 via 172.30.0.1 metric 5256; done | ip -batch -"
            );
            there = count;
            routes.Add(
                Row(
                    count.ToString(CultureInfo.InvariantCulture), await Driver.MeasureAsync(container, rounds, ThatLook)
                )
            );
        }

        await container.RunLinuxAsync("sh", "-c", "ip route show | grep ^10 | sed 's/^/route del /' | ip -batch -");
        var adapters = new List<string>();
        there = 1;
        foreach (var count in quick ? (int[])[1, 20] : [1, 10, 50])
        {
            await container.RunLinuxAsync(
                "sh", "-c",
                $"for i in $(seq {there} {count - 1}); do ip link add more$i type veth peer name peer$i; ip link set more$i alias \"vEthernet (more $i)|Hyper-V Virtual Ethernet Adapter|25\" up; done"
            );
            there = count;
            adapters.Add(
                Row(
                    count.ToString(CultureInfo.InvariantCulture), await Driver.MeasureAsync(container, rounds, ThatLook)
                )
            );
        }

        const string columns =
            " | C floor, ms | CPU, ms | iphelper, ms | CPU, ms | cim, ms | CPU, ms |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
        return (Table($"| routes{columns}", routes), Table($"| adapters{columns}", adapters));
    }

    /// <summary>The growth with the environment, then with the command line.</summary>
    public static async Task<(string Environment, string CommandLine)> OfTheInputAsync(int rounds, bool quick)
    {
        await using var container = await Container.StartAsync(Topology.Load("nat"));
        var environment = new List<string>();
        foreach (var kilobytes in quick ? (int[])[0, 30] : [0, 10, 20, 30])
        {
            // 100 characters each, like an orchestrator's variables; Windows allows 32,767 characters in total.
            var variables = Enumerable
                .Range(0, kilobytes * 10)
                .ToDictionary(index => $"SERVICE_{index:0000}_ADDRESS", index => new string('x', 80));
            environment.Add(
                Row($"{kilobytes} KB", await Driver.MeasureAsync(container, rounds, [Floor, WithoutLooking], variables))
            );
        }

        var commandLine = new List<string>();
        foreach (var characters in quick ? (int[])[0, 32_000] : [0, 1_000, 10_000, 32_000])
        {
            var arguments = string.Concat(Enumerable.Repeat(" 0123456", characters / 8));
            commandLine.Add(
                Row(
                    characters.ToString(CultureInfo.InvariantCulture),
                    await Driver.MeasureAsync(
                        container, rounds,
                        [
                            .. new[] { Floor, WithoutLooking }.Select(candidate =>
                                candidate with
                                {
                                    CommandLine = candidate.CommandLine + arguments,
                                }
                            ),
                        ]
                    )
                )
            );
        }

        const string columns =
            " | C floor, ms | CPU, ms | bootstrap, ms | CPU, ms |\n| ---: | ---: | ---: | ---: | ---: |";
        return (
            Table($"| environment, more than usual{columns}", environment),
            Table($"| characters of arguments{columns}", commandLine)
        );
    }

    private static string Row(string step, IReadOnlyList<Measured> row) =>
        $"| {step} | {string.Join(" | ", row.Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Whole.Low:0.0} | {cell.Cpu.Low:0.0}")))} |";

    private static string Table(string head, IEnumerable<string> rows) => string.Join('\n', rows.Prepend(head));
}
