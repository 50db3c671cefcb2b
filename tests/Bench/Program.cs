using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bootstrap.Network;
using Sandbox;

// ./build bench: what the product costs, measured, as Markdown tables on stdout. Nothing here is asserted.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Planning.Print();
await Starting.PrintAsync();

/// <summary>The decision over ever larger networks: time per row must stay the same.</summary>
internal static class Planning
{
    private const int Rounds = 21;

    public static void Print()
    {
        Console.WriteLine("## Planning\n");
        Console.WriteLine("| routes | adapters | median, µs | µs per row |\n| ---: | ---: | ---: | ---: |");
        foreach (var (routes, adapters) in new[] { (100, 5), (1_000, 50), (10_000, 500), (20_000, 1_000), (40_000, 2_000) })
        {
            var median = Median(Snapshot(routes, adapters));
            Console.WriteLine($"| {routes} | {adapters} | {median:0} | {median / (routes + adapters):0.000} |");
        }

        Console.WriteLine();
    }

    private static double Median(NetworkSnapshot snapshot)
    {
        var environment = new TaskEnvironment("AWS_ECS_EC2");
        var options = new PlanOptions(null, null, LinkLocal.Default, null, null);
        var times = new double[Rounds];
        for (var round = -5; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            if (Planner.Decide(snapshot, environment, options) is not Plan)
            {
                throw new InvalidOperationException("no plan");
            }

            if (round >= 0)
            {
                times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        return Numbers.Median(times);
    }

    /// <summary>Every tenth route is a default route, and every adapter a Hyper-V one: the most that there is to sort.</summary>
    private static NetworkSnapshot Snapshot(int routes, int adapters) => new(
        [.. Enumerable.Range(0, routes).Select(index => new Route(
            index % 10 == 0 ? IPNetwork.Parse("0.0.0.0/0") : new IPNetwork(new IPAddress(new byte[] { 10, (byte)(index >> 8), (byte)index, 0 }), 24),
            new IPAddress(new byte[] { 172, 30, (byte)(index >> 8), (byte)index }),
            (uint)(index % adapters),
            InterfaceAlias: null,
            RouteMetric: (uint)(index * 7919 % 1000),
            InterfaceMetric: 25))],
        [.. Enumerable.Range(0, adapters).Select(index => new Adapter((uint)index, $"vEthernet ({index})", "Hyper-V Virtual Ethernet Adapter", IsUp: true))]);
}

/// <summary>
/// What the exe adds to the start and end of a workload, in the sandbox: under Wine, so the differences between rows
/// mean something, the milliseconds themselves do not.
/// </summary>
internal static class Starting
{
    private const int Rounds = 25;

    public static async Task PrintAsync()
    {
        var artifacts = Path.Combine(Repository.Root, "artifacts");
        var exe = CommandLine.ToWindowsPath(Path.Combine(artifacts, "win-x64", "bootstrap.exe"));
        var workload = $"{CommandLine.ToWindowsPath(Path.Combine(artifacts, "sandbox", "workloads", "exit-code.exe"))} 0";
        var timer = CommandLine.ToWindowsPath(Path.Combine(artifacts, "sandbox", "workloads", "time-start.exe"));
        (string Name, string Command)[] cases =
        [
            ("the workload alone", workload),
            ("cmd.exe in front", $"cmd.exe /d /c {workload}"),
            ("bootstrap, --mode awsvpc", $"{exe} --mode awsvpc --log-level warning -- {workload}"),
            ("bootstrap, routes there, cim", $"{exe} --backend cim --log-level warning -- {workload}"),
            ("bootstrap, routes there, iphelper", $"{exe} --backend iphelper --log-level warning -- {workload}"),
        ];

        await using var container = await Container.StartAsync(Topology.Load("nat"));
        await container.RunAsync(new CommandLine($"{exe} --log-level warning -- {workload}"));
        var times = cases.ToDictionary(item => item.Name, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, command) in cases)
            {
                var result = await container.RunAsync(new CommandLine($"{timer} {command}"));
                if (result.ExitCode == 0)
                {
                    times[name].Add(double.Parse(result.StandardOutput));
                }
            }
        }

        Console.WriteLine("## Start to end of a workload that does nothing (under Wine)\n");
        Console.WriteLine("| | runs | median, ms | 10 % | 90 % |\n| --- | ---: | ---: | ---: | ---: |");
        foreach (var (name, _) in cases)
        {
            var sorted = times[name].Order().ToArray();
            Console.WriteLine($"| {name} | {sorted.Length} | {Numbers.Median(sorted):0.0} | {sorted[sorted.Length / 10]:0.0} | {sorted[sorted.Length * 9 / 10]:0.0} |");
        }

        Console.WriteLine($"\nbootstrap.exe: {new FileInfo(Path.Combine(artifacts, "win-x64", "bootstrap.exe")).Length:N0} bytes");
    }
}

internal static class Numbers
{
    public static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
