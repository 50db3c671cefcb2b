using System.Globalization;
using System.Text;

namespace Bootstrap.EndToEnd;

/// <summary>Every topology of the sandbox, with every backend, as one table.</summary>
public class TopologyTableTests
{
    /// <summary>
    /// The result of each topology: the exit code (7 is the workload's), and whether credentials are reached.
    /// </summary>
    private static readonly Dictionary<string, Outcome> Expected = new()
    {
        ["nat"] = new(7, Reached: true),
        ["awsvpc"] = new(7, Reached: true),
        ["fargate"] = new(7, Reached: true),
        ["late-network"] = new(7, Reached: true),
        ["two-gateways"] = new(7, Reached: true),
        ["two-adapters"] = new(7, Reached: true),
        ["stale-route"] = new(7, Reached: true),
        ["uninitialized"] = new(7, Reached: false), // the route is right; the agent answers 503 for a while
        ["dead-proxy"] = new(7, Reached: false), // the route is right; the host does not answer
        ["no-gateway"] = new(125, Reached: false),
        ["access-denied"] = new(125, Reached: false),
        ["no-wmi"] = new(7, Reached: true),
        ["wmi-hangs"] = new(7, Reached: true),
    };

    private sealed record Outcome(uint ExitCode, bool Reached);

    private sealed record Row(string Topology, string Backend, Outcome Outcome, string Routes, TimeSpan Elapsed);

    [Fact]
    public async Task EveryTopology_UnderEveryBackend_EndsAsExpected()
    {
        var cases = Topology.Names.SelectMany(topology =>
            new[] { "auto", "cim", "iphelper" }.Select(backend => (topology, backend))
        );
        var rows = new List<Row>();
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (pair, _) =>
        {
            var row = await RunAsync(pair.topology, pair.backend);
            lock (rows)
            {
                rows.Add(row);
            }
        });

        var table = Table(rows);
        TestContext.Current.SendDiagnosticMessage(table);
        await File.WriteAllTextAsync(
            Path.Combine(Repository.Root, "artifacts", "topologies.md"), table, TestContext.Current.CancellationToken
        );

        Assert.Equal(Expected.Keys.Order(), rows.Select(row => row.Topology).Distinct().Order());
        Assert.All(rows, row => Assert.Equal(ExpectedOf(row), row.Outcome));

        // A WMI that hangs for an hour costs its time limit of 10 s, plus the delay of a busy machine.
        Assert.InRange(
            rows.Single(row => row is { Topology: "wmi-hangs", Backend: "auto" }).Elapsed,
            TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(55)
        );
    }

    /// <summary>MI/CIM alone has no fallback.</summary>
    private static Outcome ExpectedOf(Row row) => row is { Topology: "no-wmi" or "wmi-hangs", Backend: "cim" }
        ? new Outcome(125, Reached: false)
        : Expected[row.Topology];

    private static async Task<Row> RunAsync(string topology, string backend)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        var result = await container.BootstrapAsync(
            "--backend", backend, "--network-timeout", "8s", "--",
            Published.WindowsPath(Published.Workload("exit-code")), "7"
        );
        var routes = await container.LinkLocalRoutesAsync();
        return new Row(
            topology, backend, new Outcome(result.ExitCode, await container.ReachesCredentialsAsync()),
            string.Join("; ", routes), result.Elapsed
        );
    }

    private static string Table(IEnumerable<Row> rows)
    {
        var table = new StringBuilder(
            "| topology | backend | exit code | credentials | link-local routes afterwards | seconds |\n| --- | --- | --- | --- | --- | --- |\n"
        );
        foreach (
            var row in rows.OrderBy(row => row.Topology, StringComparer.Ordinal)
                .ThenBy(row => row.Backend, StringComparer.Ordinal)
        )
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Topology} | {row.Backend} | {row.Outcome.ExitCode} | {(row.Outcome.Reached ? "reached" : "not reached")} | {row.Routes} | {row.Elapsed.TotalSeconds:0.0} |\n"
            );
        }

        return table.ToString();
    }
}
