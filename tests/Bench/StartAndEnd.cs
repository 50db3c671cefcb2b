using System.Globalization;
using Sandbox;

namespace Bench;

/// <summary>
/// The cost of a candidate before the workload's first instruction and after its last one, compared with the floor: a
/// few lines of C that do the same.
/// </summary>
internal sealed record StartAndEnd(
    string Title, IReadOnlyList<Measured> Rows, IReadOnlyDictionary<Candidate, Candidate> Floors
)
{
    private const string Alone = "the workload alone";

    /// <summary>In ECS's nat mode: with routes to add, with existing routes, and without reading the network.</summary>
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
        Add(
            "C floor with bcrypt.dll and advapi32.dll", Routes.Untouched,
            $"{Candidates.WrapperWithBcrypt} {Candidates.Workload}", wrapper
        );
        Add(
            "C floor with a second thread", Routes.Untouched, $"{Candidates.WrapperWithThread} {Candidates.Workload}",
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
                Add(
                    $"the same with late DLLs imported, {what}", routes,
                    $"{Candidates.WithImports} --backend iphelper -- {Candidates.Workload}", floor
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

    /// <summary>
    /// In awsvpc mode, recognised from the network. The floor also reads the network and finds its routes.
    /// </summary>
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

    /// <summary>The floor of a row.</summary>
    public Measured FloorOf(Measured row) => this[Floors[row.Candidate].Name];

    /// <summary>The CPU of a row as a multiple of its floor's, by medians and by 10th percentiles.</summary>
    public Ratio CpuOf(string row) => Ratio.Of(this[row].Cpu, FloorOf(this[row]).Cpu);

    /// <summary>The time from start to end as a multiple of its floor's.</summary>
    public Ratio WholeOf(string row) => Ratio.Of(this[row].Whole, FloorOf(this[row]).Whole);

    public string Table() =>
        string.Join(
            '\n',
            Rows.Where(row => row.Candidate.Name != Alone)
                .Select(row =>
                {
                    var hasFloor = Floors.ContainsKey(row.Candidate);
                    var (whole, cpu) = hasFloor
                        ? (WholeOf(row.Candidate.Name).ToString(), CpuOf(row.Candidate.Name).ToString())
                        : (string.Empty, string.Empty);
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {row.Candidate.Name} | {row.Whole.Low:0.0} | {whole} | {row.Cpu.Low:0.0} | {cpu} | {row.PageFaults.Median:0} |"
                    );
                })
                .Prepend(
                    "| | start to end, ms | × floor | CPU, ms | × floor | page faults |\n| --- | ---: | ---: | ---: | ---: | ---: |"
                )
        );

    private static Dictionary<Candidate, Candidate> Known(Dictionary<Candidate, Candidate?> floors) =>
        floors.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
}
