using System.Globalization;
using Sandbox;

namespace Bench;

/// <summary>
/// What a candidate adds before the workload's first instruction and after its last one, beside the floor: what a few
/// lines of C need for the same.
/// </summary>
internal sealed record StartAndEnd(
    string Title, IReadOnlyList<Measured> Rows, IReadOnlyDictionary<Candidate, Candidate> Floors
)
{
    public const double WallGoal = 1.3;
    public const double CpuGoal = 2;

    private const string Alone = "the workload alone";

    /// <summary>In ECS's nat mode: routes to add, routes that are there, and no look at the network at all.</summary>
    public static async Task<StartAndEnd> InNatAsync(int rounds)
    {
        var list = new Dictionary<Candidate, Candidate?>();
        var alone = Add(Alone, Routes.Untouched, Candidates.Workload);
        var wrapper = Add("**C floor**", Routes.Untouched, $"{Candidates.Wrapper} {Candidates.Workload}");
        Add("cmd /c", Routes.Untouched, $"cmd.exe /d /c {Candidates.Workload}", wrapper);
        Add(
            "C floor with the runtime's DLLs", Routes.Untouched, $"{Candidates.WrapperWithDlls} {Candidates.Workload}",
            wrapper
        );
        Add("empty NativeAOT program, no workload", Routes.Untouched, Candidates.Empty);
        Add("bootstrap --version, no workload", Routes.Untouched, $"{Candidates.Bootstrap} --version");
        Add(
            "bootstrap --mode awsvpc", Routes.Untouched,
            $"{Candidates.Bootstrap} --mode awsvpc -- {Candidates.Workload}", wrapper
        );
        Add(
            "the same on CoreCLR", Routes.Untouched, $"{Candidates.CoreClr} --mode awsvpc -- {Candidates.Workload}",
            wrapper
        );
        foreach (var (routes, what) in new[] { (Routes.Present, "routes there"), (Routes.Absent, "routes to add") })
        {
            var floor = Add($"**C floor**, {what}", routes, $"{Candidates.WrapperWithRoutes} {Candidates.Workload}");
            Add(
                $"bootstrap iphelper, {what}", routes,
                $"{Candidates.Bootstrap} --backend iphelper -- {Candidates.Workload}", floor
            );
            if (routes == Routes.Present)
            {
                Add(
                    $"the same with ole32.dll, {what}", routes,
                    $"{Candidates.WithCom} --backend iphelper -- {Candidates.Workload}", floor
                );
            }

            Add(
                $"bootstrap cim, {what}", routes, $"{Candidates.Bootstrap} --backend cim -- {Candidates.Workload}",
                floor
            );
            Add($"bootstrap auto, {what}", routes, $"{Candidates.Bootstrap} -- {Candidates.Workload}", floor);
        }

        await using var container = await Container.StartAsync(Topology.Load("nat"));
        return new StartAndEnd(
            "In nat mode", await Driver.MeasureAsync(container, rounds, [.. list.Keys]), Known(list)
        );

        Candidate Add(string name, Routes routes, string command, Candidate? floor = null)
        {
            var candidate = new Candidate(name, routes, command);
            list.Add(candidate, floor);
            return candidate;
        }
    }

    /// <summary>In awsvpc mode, recognised by looking: the floor looks as well, and finds its routes there.</summary>
    public static async Task<StartAndEnd> InAwsvpcAsync(int rounds)
    {
        var floor = new Candidate(
            "**C floor**, looks", Routes.Untouched, $"{Candidates.WrapperWithRoutes} {Candidates.Workload}"
        );
        var list = new Dictionary<Candidate, Candidate?>
        {
            [new(Alone, Routes.Untouched, Candidates.Workload)] = null,
            [floor] = null,
            [
                new(
                    "bootstrap iphelper", Routes.Untouched,
                    $"{Candidates.Bootstrap} --backend iphelper -- {Candidates.Workload}"
                )
            ] = floor,
            [new("bootstrap auto", Routes.Untouched, $"{Candidates.Bootstrap} -- {Candidates.Workload}")] = floor,
        };
        await using var container = await Container.StartAsync(Topology.Load("awsvpc"));
        return new StartAndEnd(
            "In awsvpc mode", await Driver.MeasureAsync(container, rounds, [.. list.Keys]), Known(list)
        );
    }

    public Measured this[string name] => Rows.Single(row => row.Candidate.Name == name);

    /// <summary>The floor that a row is held against.</summary>
    public Measured FloorOf(Measured row) => this[Floors[row.Candidate].Name];

    public string Table()
    {
        var alone = this[Alone];
        return string.Join(
            '\n',
            Rows.Select(row =>
                {
                    var hasWorkload = row.Before.Median >= 0 && row != alone;
                    var hasFloor = Floors.ContainsKey(row.Candidate);
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {row.Candidate.Name} | {Added(row.Before, alone.Before)} | {Added(row.After, alone.After)} | {row.Whole} | {(hasFloor ? Judged(row.Whole.Median / FloorOf(row).Whole.Median, WallGoal) : "")} | {(row == alone ? "" : row.Cpu.ToString())} | {(hasFloor ? Judged(row.Cpu.Median / FloorOf(row).Cpu.Median, CpuGoal) : "")} | {(row == alone ? "" : $"{row.PageFaults.Median:0}")} |"
                    );

                    string Added(Spread spread, Spread without) =>
                        hasWorkload
                            ? string.Create(CultureInfo.InvariantCulture, $"{spread.Median - without.Median:0.0}")
                            : "";
                })
                .Prepend(
                    "| | before, ms | after, ms | start to end, ms | × floor | CPU, ms | × floor | page faults |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
                )
        );
    }

    private static string Judged(double ratio, double goal) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}{(ratio > goal ? " ✗" : " ✓")}");

    private static Dictionary<Candidate, Candidate> Known(Dictionary<Candidate, Candidate?> floors) =>
        floors.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
}
