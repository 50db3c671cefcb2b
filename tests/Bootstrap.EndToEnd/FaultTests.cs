using System.Text;

namespace Bootstrap.EndToEnd;

/// <summary>
/// Everything around us that can fail, one at a time: one clear line or a way round it, never a crash or a hang.
/// </summary>
public sealed class FaultTests
{
    /// <summary><c>TEST_FAULTS=all</c> tries every code with every call (docs/reliability.md).</summary>
    private static readonly bool Thorough = Environment.GetEnvironmentVariable("TEST_FAULTS") == "all";

    private static readonly string[] MiCalls =
    [
        "Initialize", "NewSession", "NewOperationOptions", "SetInterval", "QueryInstances", "Row", "DeleteInstance",
        "NewInstance", "AddElement", "Invoke",
    ];

    private static readonly string[] IpHelperCalls =
    [
        "CreateIpForwardEntry2", "DeleteIpForwardEntry2", "GetIfTable2", "GetIfTable2Ex", "GetIpForwardTable2",
        "GetIpInterfaceEntry", "NotifyIpInterfaceChange", "NotifyRouteChange2",
    ];

    /// <summary>What netioapi.h's pages name for these functions, and what others give that sit below them.</summary>
    private static readonly uint[] IpHelperCodes = Thorough ? [2, 5, 8, 31, 50, 87, 1168, 1231, 1314, 5010] : [5, 1168];

    /// <summary>MI_Result: all of them, or the ones that mean something here.</summary>
    private static readonly uint[] MiResults = !Thorough
        ? [1, 2, 5, 6, 7]
        : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28];

    /// <summary>With a stale route in the table every call is needed: looking, adding, confirming, removing.</summary>
    [Fact]
    public async Task Mi_WhicheverCallFails_IsGoneRoundOrSaidInOneLine()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        foreach (var call in MiCalls)
        {
            foreach (var result in call is "QueryInstances" or "Invoke" || Thorough ? MiResults : [1])
            {
                await MakeStaleAsync(container);
                await WriteAsync(container, "mi.ini", $"[fail]\n{call}={result}\n");
                AssertEnded(await container.BootstrapAsync("cmd", "/c", "exit", "7"), $"MI {call} {result}");
            }

            // The same without a way round: what it says must name the call's code, and nothing may be half read.
            await MakeStaleAsync(container);
            await WriteAsync(container, "mi.ini", $"[fail]\n{call}=1\n[details]\nnone=1\n");
            AssertEnded(
                await container.BootstrapAsync("--backend", "cim", "--", "cmd", "/c", "exit", "7"),
                $"MI {call}, cim only"
            );
        }
    }

    /// <summary>Side by side, each in a container of its own: one that hangs costs ten seconds.</summary>
    [Fact]
    public Task Mi_WhicheverCallHangs_IsLeftBehindInTime() =>
        Task.WhenAll(
            new[] { "Initialize", "NewSession", "QueryInstances", "Invoke", "DeleteInstance" }.Select(async call =>
            {
                await using var container = await ContainerExtensions.StartAsync("stale-route");
                await WriteAsync(container, "mi.ini", $"[hang]\n{call}=600000\n");
                var result = await container.BootstrapAsync("cmd", "/c", "exit", "7");
                Assert.True(result.ExitCode == 7, $"{call}: {result}");
                Assert.Contains(
                    "bootstrap: inf backend iphelper instead of cim: ", result.StandardError, StringComparison.Ordinal
                );
                Assert.True(result.Elapsed < TimeSpan.FromSeconds(55), $"{call}: {result}");
                Assert.True(await container.ReachesCredentialsAsync(), call);
            })
        );

    /// <summary>Late, but within the bound: waited for, and no fallback.</summary>
    [Fact]
    public async Task Mi_WhichAnswersLate_IsWaitedFor()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        await WriteAsync(
            container, "mi.ini", "[hang]\nQueryInstances=700\nInvoke=700\nDeleteInstance=700\nNewSession=700\n"
        );
        var result = await container.BootstrapAsync("cmd", "/c", "exit", "7");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.DoesNotContain("iphelper", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IpHelper_WhicheverFunctionFailsWithWhateverCode_IsSurvivedOrSaidInOneLine()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        foreach (var call in IpHelperCalls)
        {
            foreach (var code in IpHelperCodes)
            {
                // "Not found" while adding is tried again for a second: once is enough.
                await MakeStaleAsync(container);
                await WriteAsync(container, "iphlpapi.ini", $"[fail]\n{call}={code}\n");
                var result = await container.BootstrapAsync(
                    "--backend", "iphelper", "--network-timeout", "0s", "--", "cmd", "/c", "exit", "7"
                );
                AssertEnded(result, $"{call} {code}");
                if (call is "NotifyIpInterfaceChange" or "NotifyRouteChange2")
                {
                    Assert.True(result.ExitCode == 7, result.ToString());
                }
                else if (call is "GetIpForwardTable2" || (call, code) is ("CreateIpForwardEntry2", not (1168 or 5010)))
                {
                    Assert.True(result.ExitCode == 125, result.ToString());
                    Assert.Contains($"{call}: Win32 error {code}", result.StandardError, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>
    /// A watch that fails never ends the workload. One of the two registrations is enough to watch with.
    /// </summary>
    [Theory]
    [InlineData("NotifyRouteChange2=8\nNotifyIpInterfaceChange=8", "routes are not watched")]
    [InlineData("GetIpForwardTable2=8", "GetIpForwardTable2: Win32 error 8")]
    public async Task Watch_WhateverFails_LeavesTheWorkloadAlone(string faults, string warning)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await WriteAsync(container, "iphlpapi.ini", $"[fail]\n{faults}\n");
        var result = await container.BootstrapAsync(
            "--watch", "--", "cmd", "/c", $"{Published.WindowsPath(Published.Workload("sleep"))} 1000& exit 7"
        );
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("bootstrap: wrn ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(warning, result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>
    /// Before each right row a copy in which one property, of those that are read, is missing, null or of another type:
    /// what the right rows say still comes true, and what is logged of the odd ones is one line each.
    /// </summary>
    [Theory]
    [InlineData(
        "MSFT_NetRoute", "DestinationPrefix", "NextHop", "InterfaceIndex", "InterfaceAlias", "RouteMetric",
        "InterfaceMetric", "Store"
    )]
    [InlineData(
        "MSFT_NetAdapter", "Name", "InterfaceDescription", "InterfaceIndex", "IMFilter", "InterfaceOperationalStatus"
    )]
    public async Task Mi_WhateverAPropertyHolds_TheRowsThatMakeSenseCount(string className, params string[] properties)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        foreach (var property in properties)
        {
            foreach (var oddity in new[] { "missing", "null", "boolean", "text", "empty", "number", "array" })
            {
                await WriteAsync(container, "mi.ini", $"[odd]\n{className}.{property}={oddity}\n");
                await container.RunLinuxAsync(
                    "sh", "-c", "ip route flush 169.254.170.2/32; ip route flush 169.254.169.254/32"
                );
                var result = await container.BootstrapAsync(
                    "--backend", "cim", "--log-level", "debug", "--", "cmd", "/c", "exit", "7"
                );
                Assert.True(result.ExitCode == 7, $"{property} {oddity}: {result}");
                Assert.All(
                    result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                    line => Assert.StartsWith("bootstrap: ", line, StringComparison.Ordinal)
                );
                Assert.Equal(
                    [
                        "169.254.169.254/32 via 172.30.0.1 on vEthernet (Ethernet)",
                        "169.254.170.2/32 via 172.30.0.1 on vEthernet (Ethernet)",
                    ],
                    await container.LinkLocalRoutesAsync()
                );
            }
        }
    }

    /// <summary>
    /// Out of handles, from hardly enough to start at all up to enough: never a hang; a code of ours comes with a line;
    /// the next start works. The workload has as few, and Wine needs some itself, so that other codes are theirs.
    /// </summary>
    [Fact]
    public async Task Handles_HoweverFew_TheStartEndsAndSaysWhy()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var codes = new List<uint>();
        for (var count = 22; count <= 40; count += 2)
        {
            var result = await RunAsync(count);
            codes.Add(result.ExitCode);
            if (!IsSaidWhy(result))
            {
                // A thread that Wine has made, and cannot let run for want of a handle of its own, takes the line with
                // it, now and then. What we lost would be lost again.
                var again = await RunAsync(count);
                Assert.True(IsSaidWhy(again), $"{count}: {result}\n{again}");
            }
        }

        Assert.Equal(7u, codes[^1]);
        AssertEnded(await container.BootstrapAsync("cmd", "/c", "exit", "7"), "afterwards");

        Task<RunResult> RunAsync(int count) =>
            container.RunAsync(
                CommandLine.From(
                    Published.Workload("start-with"), "--open-files", $"{count}", "--",
                    Published.WindowsPath(Published.Exe), "--", Published.WindowsPath(Published.Workload("exit-code")),
                    "7"
                ),
                new RunOptions { Timeout = TimeSpan.FromSeconds(120) },
                TestContext.Current.CancellationToken
            );

        static bool IsSaidWhy(RunResult result) => result.ExitCode is not (125 or 126 or 127)
            || result.WineMessages.Count > 0
            || result
                .StandardError.Split('\n')
                .Any(line =>
                    line.StartsWith("bootstrap: err ", StringComparison.Ordinal)
                    || line.StartsWith("start-with: ", StringComparison.Ordinal)
                );
    }

    /// <summary>
    /// A table of 1,000 routes, by either backend. With 5,000 the 10 s that WMI has were too short for Wine on a machine
    /// with a load of 15 for each core.
    /// </summary>
    [Theory]
    [InlineData("cim")]
    [InlineData("iphelper")]
    public async Task Routes_ByTheThousand_AreReadInTime(string backend)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await container.RunLinuxAsync(
            "sh", "-c",
            "i=0; while [ $i -lt 1000 ]; do echo route add 10.$((i / 250)).$((i % 250)).0/24 via 172.30.0.1; i=$((i + 1)); done | ip -batch -"
        );
        var result = await container.BootstrapAsync("--backend", backend, "--", "cmd", "/c", "exit", "7");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.True(await container.ReachesCredentialsAsync());
    }

    private static void AssertEnded(RunResult result, string what)
    {
        Assert.True(result.ExitCode is 7 or 125, $"{what}: {result}");
        Assert.DoesNotContain("defect", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", result.StandardError, StringComparison.Ordinal);
        Assert.All(
            result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("bootstrap: ", line, StringComparison.Ordinal)
        );
        Assert.True(
            result.ExitCode == 7
                || result
                    .StandardError.Split('\n')
                    .Count(line => line.StartsWith("bootstrap: err ", StringComparison.Ordinal)) == 1,
            $"{what}: {result}"
        );
        Assert.True(result.Elapsed < TimeSpan.FromSeconds(55), $"{what}: {result}");
    }

    /// <summary>The table as the topology has it: no route of ours, one stale.</summary>
    private static Task<string> MakeStaleAsync(Container container) => container.RunLinuxAsync("sh", "-c", """
        device=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
        via=$(ip -4 route show default | sed -n 's/.* via \([^ ]*\).*/\1/p' | head -n 1)
        ip -4 route show | grep ^169.254 | while read -r route; do ip route del $route; done
        ip route replace 169.254.170.2/32 via "${via%.*}.77" dev "$device" metric 281
        """);

    private static Task WriteAsync(Container container, string file, string text) =>
        File.WriteAllTextAsync(
            container.ToLinuxPath($@"C:\sandbox\{file}"), text, Encoding.ASCII, TestContext.Current.CancellationToken
        );
}
