namespace Bootstrap.EndToEnd;

/// <summary>
/// Injects one failure at a time into everything outside bootstrap. The result is a fallback or one clear line, never a
/// crash or a hang.
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

    /// <summary>The codes that netioapi.h's pages name for these functions, and codes of lower layers.</summary>
    private static readonly uint[] IpHelperCodes = Thorough ? [2, 5, 8, 31, 50, 87, 1168, 1231, 1314, 5010] : [5, 1168];

    /// <summary>MI_Result: all values, or those with a meaning for bootstrap.</summary>
    private static readonly uint[] MiResults = !Thorough
        ? [1, 2, 5, 6, 7]
        : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28];

    /// <summary>With a stale route in the table every call occurs: reading, adding, confirming, removing.</summary>
    [Fact]
    public async Task Mi_AnyFailingCall_IsWorkedAroundOrReportedInOneLine()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        foreach (var call in MiCalls)
        {
            foreach (var result in call is "QueryInstances" or "Invoke" || Thorough ? MiResults : [1])
            {
                await MakeStaleAsync(container);
                await container.SetFaultsAsync("mi.ini", $"[fail]\n{call}={result}\n");
                AssertEnded(await container.BootstrapAsync("cmd", "/c", "exit", "7"), $"MI {call} {result}");
            }

            // The same without a fallback: the line must name the call's code, and no partial data may be used.
            await MakeStaleAsync(container);
            await container.SetFaultsAsync("mi.ini", $"[fail]\n{call}=1\n[details]\nnone=1\n");
            AssertEnded(
                await container.BootstrapAsync("--backend", "cim", "--", "cmd", "/c", "exit", "7"),
                $"MI {call}, cim only"
            );
        }
    }

    /// <summary>In parallel, each in a separate container, because a hanging call takes ten seconds.</summary>
    [Fact]
    public Task Mi_AnyHangingCall_IsAbandonedInTime() =>
        Task.WhenAll(
            new[] { "Initialize", "NewSession", "QueryInstances", "Invoke", "DeleteInstance" }.Select(async call =>
            {
                await using var container = await ContainerExtensions.StartAsync("stale-route");
                await container.SetFaultsAsync("mi.ini", $"[hang]\n{call}=600000\n");
                var result = await container.BootstrapAsync("cmd", "/c", "exit", "7");
                Assert.True(result.ExitCode == 7, $"{call}: {result}");
                Assert.Contains(
                    "bootstrap: inf backend iphelper instead of cim: ", result.StandardError, StringComparison.Ordinal
                );
                Assert.True(result.Elapsed < TimeSpan.FromSeconds(55), $"{call}: {result}");
                Assert.True(await container.ReachesCredentialsAsync(), call);
            })
        );

    /// <summary>An answer within the time limit is awaited, without a fallback.</summary>
    [Fact]
    public async Task Mi_AnsweringLate_IsWaitedFor()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        await container.SetFaultsAsync(
            "mi.ini", "[hang]\nQueryInstances=700\nInvoke=700\nDeleteInstance=700\nNewSession=700\n"
        );
        var result = await container.BootstrapAsync("cmd", "/c", "exit", "7");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.DoesNotContain("iphelper", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IpHelper_AnyFunctionFailingWithAnyCode_IsSurvivedOrReportedInOneLine()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        foreach (var call in IpHelperCalls)
        {
            foreach (var code in IpHelperCodes)
            {
                // "Not found" while adding is tried again for a second: once is enough.
                await MakeStaleAsync(container);
                await container.SetFaultsAsync("iphlpapi.ini", $"[fail]\n{call}={code}\n");
                var result = await container.BootstrapAsync(
                    "--backend", "iphelper", "--network-timeout", "0s", "--", "cmd", "/c", "exit", "7"
                );
                AssertEnded(result, $"{call} {code}");
                if (call is "NotifyIpInterfaceChange" or "NotifyRouteChange2")
                {
                    Assert.True(result.ExitCode == 7, result.ToString());
                }
                else if ((call, code) is ("GetIpForwardTable2", 1168))
                {
                    // ERROR_NOT_FOUND means that there are no routes yet, so bootstrap waits for them.
                    Assert.True(result.ExitCode == 125, result.ToString());
                    Assert.Contains("No default route", result.StandardError, StringComparison.Ordinal);
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
    /// The credentials route exists, another one wins, and Windows refuses to change either. A script cannot do more:
    /// the workload starts, and nothing waits longer than for the metadata route.
    /// </summary>
    [Theory]
    [InlineData(null, "SetIpForwardEntry2=50", "SetIpForwardEntry2: Win32 error 50")]
    [InlineData("172.30.0.99", "DeleteIpForwardEntry2=87 CreateIpForwardEntry2=1168", "DeleteIpForwardEntry2: Win32 error 87")]
    public async Task IpHelper_WhenTheMetricCannotBeLowered_WarnsAndStarts(string? rival, string faults, string warning)
    {
        const string credentials = "169.254.170.2/32";
        await using var container = await StartWithoutWmiAsync(
            [
                new RouteTopology { Destination = credentials, NextHop = rival, Device = "eth0", RouteMetric = 200 },
                new RouteTopology
                {
                    Destination = credentials, NextHop = "172.30.0.1", Device = "eth0", RouteMetric = 256,
                },
            ],
            fail: faults);
        var result = await container.BootstrapAsync("cmd", "/c", "exit", "7");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains(warning, result.StandardError, StringComparison.Ordinal);
        Assert.Contains("Windows may prefer it", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("again for at most 180 s", result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>Ten minutes each: the addresses are optional, and <c>check</c> only tries a change.</summary>
    [Theory]
    [InlineData("GetUnicastIpAddressTable", "wrn the IPv4 addresses could not be read within 2 s")]
    [InlineData("GetIpForwardTable2", "iphelper has not answered within 30 s")]
    public async Task IpHelper_AHangingCall_IsSaidAndAbandoned(string function, string line)
    {
        await using var container = await StartWithoutWmiAsync([], hang: $"{function}=600000");
        var result = await container.BootstrapAsync("--on-failure", "continue", "--", "cmd", "/c", "exit", "7");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains(line, result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeleteIpForwardEntry2")]
    [InlineData("GetUnicastIpAddressTable")]
    public async Task Check_WhileACallHangs_ReportsWithoutIt(string function)
    {
        await using var container = await StartWithoutWmiAsync([], hang: $"{function}=600000");
        var result = await container.BootstrapAsync("check");
        Assert.Equal(1u, result.ExitCode);
        Assert.Contains("route-credentials", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be read in time", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IpHelper_WhenTheAdaptersCannotBeRead_WarnsAndSetsUpTheRoutes()
    {
        await using var container = await StartWithoutWmiAsync([], fail: "GetIfTable2=8");
        var result = await container.BootstrapAsync("cmd", "/c", "exit", "7");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("wrn nat mode could not be confirmed", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("GetIfTable2: Win32 error 8", result.StandardError, StringComparison.Ordinal);
        Assert.True(await container.ReachesCredentialsAsync());
    }

    /// <summary>
    /// A failed watch never ends the workload. One of the two registrations is enough.
    /// </summary>
    [Theory]
    [InlineData("NotifyRouteChange2=8\nNotifyIpInterfaceChange=8", "routes are not watched")]
    [InlineData("GetIpForwardTable2=8", "GetIpForwardTable2: Win32 error 8")]
    public async Task Watch_AfterAnyFailure_DoesNotAffectTheWorkload(string faults, string warning)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await container.SetFaultsAsync("iphlpapi.ini", $"[fail]\n{faults}\n");
        var result = await container.BootstrapAsync(
            "--watch", "--", "cmd", "/c", $"{Published.WindowsPath(Published.Workload("sleep"))} 1000& exit 7"
        );
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("bootstrap: wrn ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(warning, result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>
    /// Each valid row is preceded by a copy in which one of the properties that bootstrap reads is missing, null or of
    /// another type. The valid rows are still used, and each malformed one is logged in one line.
    /// </summary>
    [Theory]
    [InlineData(
        "MSFT_NetRoute", "DestinationPrefix", "NextHop", "InterfaceIndex", "InterfaceAlias", "RouteMetric",
        "InterfaceMetric", "Store"
    )]
    [InlineData(
        "MSFT_NetAdapter", "Name", "InterfaceDescription", "InterfaceIndex", "IMFilter", "InterfaceOperationalStatus"
    )]
    public async Task Mi_WithAnyPropertyValues_UsesTheValidRows(string className, params string[] properties)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        foreach (var property in properties)
        {
            foreach (var oddity in new[] { "missing", "null", "boolean", "text", "empty", "number", "array" })
            {
                await container.SetFaultsAsync("mi.ini", $"[odd]\n{className}.{property}={oddity}\n");
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
    /// Limits the handles, from hardly enough for the start to enough. Bootstrap never hangs, logs a line with each of
    /// its codes, and the next start works. The workload and Wine have the same limit, so other codes are theirs.
    /// </summary>
    [Fact]
    public async Task Handles_TooFew_TheStartEndsAndReportsWhy()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var codes = new List<uint>();
        for (var count = 22; count <= 40; count += 2)
        {
            var result = await RunAsync(count);
            codes.Add(result.ExitCode);
            if (!IsSaidWhy(result))
            {
                // Sometimes Wine creates the thread but has no handle to run it, and the line is lost. If bootstrap
                // lost the line, a second run would lose it, too.
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
    /// A table of 1,000 routes, by either backend. With 5,000 the 10 s that WMI has were too short for Wine on a
    /// machine with a load of 15 for each core.
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

    /// <summary>A nat container without mi.dll.</summary>
    /// <param name="routes">Routes in addition to the default route.</param>
    /// <param name="fail">Functions and the codes that they return.</param>
    /// <param name="hang">Functions and the time that they take, in milliseconds.</param>
    private static Task<Container> StartWithoutWmiAsync(
        IEnumerable<RouteTopology> routes, string fail = "", string hang = "")
    {
        var nat = Topology.Load("nat");
        return Container.StartAsync(
            nat with
            {
                Container = nat.Container with
                {
                    Routes = [.. nat.Container.Routes, .. routes],
                    Management = new ManagementTopology { Present = false },
                    IpHelper = new IpHelperTopology
                    {
                        Faults = new Dictionary<string, IReadOnlyDictionary<string, string>>
                        {
                            ["fail"] = Entries(fail),
                            ["hang"] = Entries(hang),
                        },
                    },
                },
            },
            TestContext.Current.CancellationToken);

        static Dictionary<string, string> Entries(string text) => text
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('='))
            .ToDictionary(entry => entry[0], entry => entry[1]);
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

    /// <summary>The topology's table: none of our routes, one stale route.</summary>
    private static Task<string> MakeStaleAsync(Container container) => container.RunLinuxAsync("sh", "-c", """
        device=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
        via=$(ip -4 route show default | sed -n 's/.* via \([^ ]*\).*/\1/p' | head -n 1)
        ip -4 route show | grep ^169.254 | while read -r route; do ip route del $route; done
        ip route replace 169.254.170.2/32 via "${via%.*}.77" dev "$device" metric 281
        """);
}
