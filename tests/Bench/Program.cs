using System.Globalization;
using Bench;
using Sandbox;

// ./build bench [--quick] [--check]: measures the product against a minimal C program that does the same.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Except(["--quick", "--check"]).Any())
{
    await Console.Error.WriteLineAsync("usage: ./build bench [--quick] [--check]");
    return 2;
}

var quick = args.Contains("--quick");
var rounds = quick ? 7 : 31;
var stepRounds = quick ? 3 : 7;
const long goalOfSize = 3_750_000;
const double goalOfMemory = 3.7;

Step("building what is compared");
Candidates.Build();
var budgets = new Budgets();
var report = new Report();

// 1. Start and end.
Step("start and end");
var nat = await StartAndEnd.InNatAsync(rounds);
var awsvpc = await StartAndEnd.InAwsvpcAsync(rounds);
// 2. Memory.
Step("memory");
Memory floorMemory, ours;
string memory;
await using (var container = await Container.StartAsync(Topology.Load("nat")))
{
    floorMemory = await Memory.MeasureAsync(container, Candidates.Wrapper, "");
    ours = await Memory.MeasureAsync(container, Candidates.Bootstrap, "--backend iphelper --");
    (string Name, Memory Memory)[] rows =
    [
        ("**C floor**", floorMemory),
        ("bootstrap --mode awsvpc", await Memory.MeasureAsync(container, Candidates.Bootstrap, "--mode awsvpc --")),
        ("bootstrap iphelper", ours),
        ("bootstrap cim", await Memory.MeasureAsync(container, Candidates.Bootstrap, "--backend cim --")),
        (
            "the same on CoreCLR, --mode awsvpc",
            await Memory.MeasureAsync(container, Candidates.CoreClr, "--mode awsvpc --")
        ),
    ];
    memory = string.Join(
        '\n',
        rows.Select(row =>
            $"| {row.Name} | {row.Memory.Dirty:#,0} | {(double)row.Memory.Dirty / floorMemory.Dirty:0.0} | {row.Memory.Private:#,0} | {row.Memory.Resident:#,0} |"
        )
    );
}

// 3. The check.
Step("check");
var (checks, longestCheck) = await Checks.MeasureAsync(quick);

var bytes = new FileInfo(Candidates.Exe).Length;
var goals = new Goals();
goals.Add("bytes of bootstrap.exe", First.Bytes, bytes, goalOfSize, "#,0");
goals.Add("CPU, awsvpc, × floor", First.CpuOfAwsvpc, nat.CpuOf("bootstrap --mode awsvpc").Low, 1.8, "0.00");
goals.Add(
    "CPU, iphelper, routes there, × floor", First.CpuOfIpHelper, nat.CpuOf("bootstrap iphelper, routes there").Low, 1.6,
    "0.00"
);
goals.Add(
    "CPU, cim, routes to add, × floor", First.CpuOfCim, nat.CpuOf("bootstrap cim, routes to add").Low, 2, "0.00"
);
goals.Add(
    "start to end, iphelper, routes there, × floor", First.WholeOfIpHelper,
    nat.WholeOf("bootstrap iphelper, routes there").Low, 1.3, "0.00"
);
goals.Add(
    "memory written while the workload runs, iphelper, × floor", First.Written / First.FloorWritten,
    (double)ours.Dirty / floorMemory.Dirty, goalOfMemory, "0.0"
);
goals.Add("longest `check`, s", first: null, longestCheck, Checks.GoalSeconds, "0.0");
report.Add($"""
    ![start to end of bootstrap and of what else could start a workload](benchmarks.svg)

    ## Goals

    *First*: the first measured exe (commit {First.Commit}, docs/benchmarks.md of commit ef994ca). Ratios are those of
    the 10th percentiles.

    {goals.Table}

    ## Start and end

    The workload does nothing. The C floor ([tests/Bench/floor](../tests/Bench/floor)) is a job, CreateProcess, and the
    exit code. In rows with routes it reads both tables and adds missing routes once, without a confirmation or a log.
    CoreCLR is the same source as one self-contained file, compressed because an uncompressed one does not start under
    Wine 8.

    ### {nat.Title} ({rounds} rounds)

    {nat.Table()}

    ### {awsvpc.Title} ({rounds} rounds)

    {awsvpc.Table()}
    """);

// 4. Where it goes: each row does one thing more than the row before.
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

    Each row does one thing more than the row above it. 10th percentiles of the runs above, which a busy machine affects
    least. An empty NativeAOT program, which starts no second process, takes {nat["empty NativeAOT program, no workload"].Cpu.Low:0.0} ms of CPU and
    {nat["empty NativeAOT program, no workload"].PageFaults.Median:0} page faults by itself, `bootstrap --version` {nat["bootstrap --version, no workload"].Cpu.Low:0.0} ms and {nat["bootstrap --version, no workload"].PageFaults.Median:0}.

    | part | measured as | CPU, ms | more | page faults | more |
    | --- | --- | ---: | ---: | ---: | ---: |
    {string.Join('\n', chain.Select((link, index) =>
    {
        var (row, above) = (nat[link.Row], index == 0 ? null : nat[chain[index - 1].Row]);
        return $"| {link.Part} | {link.Row} | {row.Cpu.Low:0.0} | {row.Cpu.Low - (above?.Cpu.Low ?? 0):0.0} | {row.PageFaults.Median:0} | {row.PageFaults.Median - (above?.PageFaults.Median ?? 0):0} |";
    }))}

    The optimisations, and their effect on Windows:

    - **bcrypt.dll, advapi32.dll and iphlpapi.dll** are loaded by their first call (eng/late-dlls); a start in awsvpc
      mode calls none of them. The rows "C floor with bcrypt.dll and advapi32.dll" and "the same with late DLLs
      imported" show their cost, much of it Wine's, whose bcrypt.dll loads gnutls. On Windows these DLLs and their
      imports are not mapped and initialised either; the time saved there is not known.
    - **Reflection, activities and GUIDs** are not used at a start. The library's root command would read the exe's name
      by reflection, and Serilog the current activity. This saves CPU and memory on Windows as well.
    - **Threads.** The log's thread ends when it is idle; CIM has one thread for all calls. The row "C floor with a
      second thread" is mostly Wine's cost: Wine clears 960 KB of the stack of each new thread, which takes 240 page
      faults and is written memory. While NativeAOT waits for a new thread to start, it polls the thread's handle. Under
      Wine each poll is a request to the wineserver, about 200 in a start; on Windows it is a short system call. Threads
      created without NativeAOT would not poll, but they would save time under Wine only, so they are not used.
    - **ole32.dll.** The runtime imports it to enter a COM apartment at each start. It loads user32 and gdi32, and under
      Wine the font libraries. The row "the same with ole32.dll" shows its cost. It is no longer imported (eng/no-com).
    - **The collector's range.** The collector reserves a large address range at its start. Under Wine this costs
      thousands of page faults and most of the private memory. A smaller range (System.GC.RegionRange, 256 MB) removes
      most of them. The cost on Windows is not known. The size of generation 0 and the collector's background thread had
      no measurable effect; the thread is switched off nevertheless.
    - **The image.** A linker aligns sections to 512 bytes in the file. Wine maps only sections aligned to 4,096 bytes
      and would read the whole file into private memory. So /FILEALIGN:4096 is set, for a few KB of padding. Windows
      maps the file with any alignment.
    - **Stack traces with names** are a tenth of the file (StackTraceSupport). They stay: a defect reported with
      addresses only takes days longer to find, and pages that are not read are not loaded.
    - **Packed data.** ILC packs types and constant objects into the file ("DehydratedData" below) and unpacks them at
      each start. The file is smaller, but the unpacked data is private memory.
    """);

budgets.Add("memory written to, iphelper, KB", ours.Dirty);
report.Add($"""
    ## Memory while the workload runs

    KB, Linux's figures for the candidate's Wine process. *Written* matters most: private pages that were written to,
    which stay in memory as long as the workload runs. *Private* are all pages that no other process maps, including
    clean ones.

    | | written | × floor | private | resident |
    | --- | ---: | ---: | ---: | ---: |
    {memory}
    """);

// 5. Size.
var variants = quick ? [] : Candidates.Variants();
var parts = SizeByPart.Read(Candidates.Statistics);
report.Add($"""
    ## Size

    bootstrap.exe has {bytes:#,0} bytes; the goal is {goalOfSize:#,0}. *Code* is code with its GC information and
    exception tables, the same in the file. *Data* is counted in memory: the file holds types and constants in a packed
    form, in one part named DehydratedData. Bootstrap's own code is a small part of the file.
    | assembly | code | data |
    | --- | ---: | ---: |
    {Lines(parts.Assemblies, 9)}

    | data without a single owning type | data |
    | --- | ---: |
    {string.Join('\n', parts.Blobs.Take(6).Select(part => $"| {part.Name} | {part.Data:#,0} |"))}

    The size with other compiler settings, each alone, then all:

    | setting | bytes | less |
    | --- | ---: | ---: |
    {string.Join(
        '\n',
        variants.Select(variant => $"| {variant.Settings} | {variant.Bytes:#,0} | {bytes - variant.Bytes:#,0} |")
    )}
    """
);

// 6. Growth.
Step("growth");
var (routes, adapters) = await Growth.OfTheNetworkAsync(stepRounds, quick);
var (environment, commandLine) = await Growth.OfTheInputAsync(stepRounds, quick);
report.Add($"""
    ## Growth

    Planning alone, in the bench's process (CoreCLR), with every tenth route a default route. The time per row must stay
    the same.

    {Growth.Planning(quick)}

    End to end, {stepRounds} rounds each: the time from start to end, and CPU; 10th percentiles. Our routes already
    exist.

    {routes}

    {adapters}

    {environment}

    {commandLine}
    """);

report.Add($"""
    ## `bootstrap check`

    The time from start to end, once each, including Wine's start. The goal is {Checks.GoalSeconds:0.0} s at most for
    every fault. Under bootstrap, the time includes bootstrap's own (10 s for a WMI that hangs).

    {checks}
    """);

// 7. Budgets.
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

    `./build bench --check` fails when one of [tests/Bench/budgets.json](../tests/Bench/budgets.json) is exceeded. The
    number of instructions would be the best measure of a regression, but the machine offers no hardware counters
    (`perf stat` prints "not supported"). Allocated bytes and page faults are used instead, because they hardly depend
    on the machine's load. The two ratios are those of the 10th percentiles for the same reason.

    {budgets.Table}
    """);

if (!quick)
{
    report.Keep(Picture.Draw(nat));
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
