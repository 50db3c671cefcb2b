using System.Globalization;
using Bench;
using Sandbox;

// ./build bench [--quick] [--check]: what the product costs, beside the least that the same could cost.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Except(["--quick", "--check"]).Any())
{
    await Console.Error.WriteLineAsync("usage: ./build bench [--quick] [--check]");
    return 2;
}

var quick = args.Contains("--quick");
var rounds = quick ? 7 : 31;
var stepRounds = quick ? 3 : 7;
const long goalOfSize = 3_000_000;
const double goalOfMemory = 1.5;

Step("building what is compared");
Candidates.Build();
var budgets = new Budgets();
var report = new Report();

// 1. Start and end.
Step("start and end");
var nat = await StartAndEnd.InNatAsync(rounds);
var awsvpc = await StartAndEnd.InAwsvpcAsync(rounds);
report.Add($"""
    ![start to end of each candidate](benchmarks.svg)

    ## Start and end

    *Before*: what is added before the workload's first instruction; *after*: behind its last one; each without what the
    workload costs alone. The workload itself does nothing. The C floor ([tests/Bench/floor](../tests/Bench/floor)) is a
    job, CreateProcess, and the exit code; where routes matter, both tables are read and missing routes added, once,
    without confirming or saying anything. CoreCLR is the same source as one self-contained file, compressed: an
    uncompressed one does not start under Wine 8.

    ### {nat.Title} ({rounds} rounds)

    {nat.Table()}

    ### {awsvpc.Title} ({rounds} rounds)

    {awsvpc.Table()}
    """);

// 2. Where it goes: each row does all that the one before does, and one thing more.
(string Part, string Row)[] chain =
[
    ("a second process, the job", "**C floor**"),
    ("loading the DLLs that NativeAOT's runtime imports", "C floor with the runtime's DLLs"),
    ("the runtime itself, the command line, the log", "bootstrap --mode awsvpc"),
    ("looking by IP Helper, deciding", "bootstrap iphelper, routes there"),
    ("adding two routes, looking again", "bootstrap iphelper, routes to add"),
    ("MI and CIM in place of IP Helper", "bootstrap cim, routes to add"),
];
report.Add($"""
    ## Where it goes

    Each row does what the one above it does, and one thing more. From the runs above, but the 10th percentile: what a busy
    machine disturbs least. An empty NativeAOT program, which starts no second process, takes {nat["empty NativeAOT program, no workload"].Cpu.Low:0.0} ms of CPU and
    {nat["empty NativeAOT program, no workload"].PageFaults.Median:0} page faults by itself, `bootstrap --version` {nat["bootstrap --version, no workload"].Cpu.Low:0.0} ms and {nat["bootstrap --version, no workload"].PageFaults.Median:0}.

    | part | measured as | CPU, ms | more | page faults | more |
    | --- | --- | ---: | ---: | ---: | ---: |
    {string.Join('\n', chain.Select((link, index) =>
    {
        var (row, above) = (nat[link.Row], index == 0 ? null : nat[chain[index - 1].Row]);
        return $"| {link.Part} | {link.Row} | {row.Cpu.Low:0.0} | {row.Cpu.Low - (above?.Cpu.Low ?? 0):0.0} | {row.PageFaults.Median:0} | {row.PageFaults.Median - (above?.PageFaults.Median ?? 0):0} |";
    }))}

    Where goals are missed it is for what NativeAOT brings, before a line of ours runs. What was tried:

    - **ole32.dll.** The runtime imports it to enter a COM apartment at each start. It brings user32 and gdi32 with it, and
      under Wine the font libraries; the row "the same with ole32.dll" above is the price. It is no longer imported (eng/no-com).
    - **The collector's range.** It reserves a large range of addresses at its start, and under Wine that alone costs
      thousands of page faults and most of the private memory. A small one is set (System.GC.RegionRange, 256 MB), and most
      of them are gone. What it costs on Windows is not known here. The size of generation 0 and no background thread
      changed nothing that could be measured; the thread is left out all the same.
    - **The image.** A linker lets sections begin at multiples of 512 bytes in the file, and Wine maps only what lies at a
      multiple of 4,096: it would read the whole file into private memory. /FILEALIGN:4096 is set, for a few KB of padding.
      Windows maps it, whatever the alignment.
    - **Stack traces in words** are a tenth of the file (StackTraceSupport). They stay: a defect that is reported by its
      addresses alone takes days longer to find, and pages that nobody reads are never loaded.
    - **Packed data.** ILC packs types and constant objects into the file ("DehydratedData" below) and unpacks them at each
      start: smaller on disk, and private memory.
    """);

// 3. Memory.
Step("memory");
await using (var container = await Container.StartAsync(Topology.Load("nat")))
{
    var floor = await Memory.MeasureAsync(container, Candidates.Wrapper, "");
    (string Name, Memory Memory)[] rows =
    [
        ("**C floor**", floor),
        ("bootstrap --mode awsvpc", await Memory.MeasureAsync(container, Candidates.Bootstrap, "--mode awsvpc --")),
        ("bootstrap iphelper", await Memory.MeasureAsync(container, Candidates.Bootstrap, "--backend iphelper --")),
        ("bootstrap cim", await Memory.MeasureAsync(container, Candidates.Bootstrap, "--backend cim --")),
        (
            "the same on CoreCLR, --mode awsvpc",
            await Memory.MeasureAsync(container, Candidates.CoreClr, "--mode awsvpc --")
        ),
    ];
    budgets.Add("memory written to, iphelper, KB", rows[2].Memory.Dirty);
    report.Add($"""
        ## Memory while the workload runs

        KB, as Linux accounts for the candidate's Wine process: *private* are the pages that no other process maps, *written*
        those of them that were written to. The goal is {goalOfMemory} times the floor.

        | | resident | × floor | private | × floor | written |
        | --- | ---: | ---: | ---: | ---: | ---: |
        {string.Join(
            '\n',
            rows.Select(row =>
                $"| {row.Name} | {row.Memory.Resident:#,0} | {Judged(row.Memory.Resident, floor.Resident)} | {row.Memory.Private:#,0} | {Judged(row.Memory.Private, floor.Private)} | {row.Memory.Dirty:#,0} |"
            )
        )}
        """
    );
}

// 4. Size.
var bytes = new FileInfo(Candidates.Exe).Length;
var variants = quick ? [] : Candidates.Variants();
var parts = SizeByPart.Read(Candidates.Statistics);
report.Add($"""
    ## Size

    bootstrap.exe has {bytes:#,0} bytes; the goal is {goalOfSize:#,0}. *Code* is code with its GC information and exception
    tables, in the file as it is. *Data* is counted in memory: types and constants are in the file in a packed form, and
    together they make up one of its parts, DehydratedData. Code of ours is a small part: what costs is what we call.

    | section of the file | bytes in the file | in memory |
    | --- | ---: | ---: |
    {Lines(SizeByPart.Sections(Candidates.Exe), 12)}

    | assembly | code | data |
    | --- | ---: | ---: |
    {Lines(parts.Assemblies, 14)}

    | namespace | code | data |
    | --- | ---: | ---: |
    {Lines(parts.Namespaces, 20)}

    | what belongs to no one type | data |
    | --- | ---: |
    {string.Join('\n', parts.Blobs.Take(12).Select(part => $"| {part.Name} | {part.Data:#,0} |"))}

    What settings of the compiler would change, each alone, then all:

    | setting | bytes | less |
    | --- | ---: | ---: |
    {string.Join(
        '\n',
        variants.Select(variant => $"| {variant.Settings} | {variant.Bytes:#,0} | {bytes - variant.Bytes:#,0} |")
    )}
    """
);

// 5. Growth.
Step("growth");
var (routes, adapters) = await Growth.OfTheNetworkAsync(stepRounds, quick);
var (environment, commandLine) = await Growth.OfTheInputAsync(stepRounds, quick);
report.Add($"""
    ## Growth

    The decision alone, in the bench's own process (CoreCLR), every tenth route a default route: the time per row must
    stay the same.

    {Growth.Planning(quick)}

    End to end, {stepRounds} rounds each: from start to end, and CPU; the lowest tenth, as above. The routes that we add are there.

    {routes}

    {adapters}

    {environment}

    {commandLine}
    """);

// 6. The check.
Step("check");
var (checks, longestCheck) = await Checks.MeasureAsync(quick);
report.Add($"""
    ## `bootstrap check`

    From start to end, once each, Wine's own start included; the goal is less than {Checks.GoalSeconds:0} s whatever is broken. Behind
    bootstrap, what bootstrap itself takes is in it (WMI that hangs is given 10 s).

    {checks}
    """);

// 7. What must not grow.
var looking = nat["bootstrap iphelper, routes there"];
budgets.Add("bytes of bootstrap.exe", bytes);
budgets.Add("bytes allocated by parsing and planning", Deciding.AllocatedBytes());
budgets.Add("longest check, s", longestCheck);
budgets.Add("page faults, iphelper, routes there", looking.PageFaults.Median);
budgets.Add("CPU of iphelper, routes there, × floor", looking.Cpu.Low / nat.FloorOf(looking).Cpu.Low);
budgets.Add("start to end of iphelper, routes there, × floor", looking.Whole.Low / nat.FloorOf(looking).Whole.Low);
budgets.RequireAllMeasured();
report.Add($"""
    ## Budgets

    `./build bench --check` fails when one of [tests/Bench/budgets.json](../tests/Bench/budgets.json) is exceeded. Instructions
    would be the best measure of a regression. They cannot be counted where this was made: the machine offers no hardware
    counters (`perf stat` says "not supported"). Bytes allocated and page faults stand in: they hardly depend on what else
    the machine does. The two ratios are those of the 10th percentiles, for the same reason.

    {budgets.Table}
    """);

if (!quick)
{
    report.Keep(
        BarChart.Draw(
            $"Start to end, ms, under Wine (median; red: 10th to 90th percentile of {rounds} rounds)", nat.Rows
        )
    );
}

if (!args.Contains("--check"))
{
    return 0;
}

foreach (var line in budgets.Exceeded)
{
    await Console.Error.WriteLineAsync(line);
}

return budgets.Exceeded.Any() ? 1 : 0;

static void Step(string what) => Console.Error.WriteLine($"==> {what}");

static string Judged(double value, double floor) =>
    $"{value / floor:0.00}{(value / floor > goalOfMemory ? " ✗" : " ✓")}";

static string Lines(IReadOnlyList<Part> parts, int count) =>
    string.Join(
        '\n', parts
            .Take(count)
            .Concat(
                parts.Count > count
                    ?
                    [
                        new Part(
                            $"({parts.Count - count} more)",
                            parts.Skip(count).Sum(part => part.Code),
                            parts.Skip(count).Sum(part => part.Data)
                        ),
                    ]
                    : []
            )
            .Select(part => $"| {part.Name} | {part.Code:#,0} | {part.Data:#,0} |")
    );
