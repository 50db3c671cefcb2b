using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.Cim;
using Bootstrap.Network.IpHelper;
using Bootstrap.Output;
using Bootstrap.Text;
using Bootstrap.Windows;
using Bootstrap.Workload;
using CsCheck;

namespace Bootstrap.Tests;

/// <summary>
/// Random input for every parser of external text. The result is a value or one clear line, never another exception, a
/// hang or a secret. A few thousand inputs each; <c>TEST_FUZZ=1000000</c> makes it a million and prints statistics
/// (docs/reliability.md). CsCheck reduces a failing input to the smallest one.
/// </summary>
[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
[Collection(nameof(FuzzTests))]
public class FuzzTests(ITestOutputHelper output)
{
    /// <summary>A placeholder for secrets, which must not occur in any output.</summary>
    private const string Secret = "HUSH";

    /// <summary>The time limit for an input, far above the usual time because the machine may be busy.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);

    private static readonly long Inputs = long.Parse(
        Environment.GetEnvironmentVariable("TEST_FUZZ") ?? "3000", CultureInfo.InvariantCulture
    );

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    private static readonly string[] OptionNames =
    [
        .. Options.All.Select(option => option.Name),
        "--help", "--version", "-h", "-?", "--watch=true", "--mode:nat", "--unknown",
    ];

    private static readonly string[] Variables =
    [
        .. Options.All.OfType<ISetting>().Select(setting => setting.Variable).OfType<string>(),
    ];

    /// <summary>Values that are valid, nearly valid, or difficult to parse.</summary>
    private static readonly Gen<string> Value = Gen.Frequency(
        (
            6,
            OneOf(
                "auto", "nat", "awsvpc", "credentials", "metadata,credentials", "169.254.170.2/32", "169.254.0.0/16",
                "169.254.1.1/33", "::/0", "cim", "iphelper", "172.30.0.1", "0.0.0.0", "255.255.255.255", "1.2.3",
                "0x1.2.3.4", "vEthernet (Ethernet)", "4294967296", "-1", "30s", "500ms", "99999999m", "off", "1e9s",
                "stop", "continue", "none", "shutdown", "DD_AGENT_HOST", "Path", "true", "TRUE ", "debug", "json",
                "text", ",", ",,", "", " ", "=", "--", "plan", "check", "\0", "@file", "[diagram]", "/?", "\ud800"
            )
        ),
        (3, Gen.String[Gen.Char["0123456789./,:smxe- \0"], 0, 12]),
        (1, Gen.String)
    );

    private static readonly Gen<string> Argument = Gen.Frequency(
        (4, OneOf(OptionNames)), (4, Value), (1, Gen.String[Gen.Char["-=:ab\"\\ "], 0, 6])
    );

    /// <summary>Command lines: meaningful pieces in any order, quoted or not, and random text.</summary>
    private static readonly Gen<string> Line = Gen.Frequency(
        (
            5, Gen.Select(Argument, OneOf(" ", "\t", "", "=", ":", "\" ", " \"", "\\\" ", "  "))
                .Select((text, behind) => text + behind)
                .Array[0, 8]
                .Select(string.Concat)
        ),
        (1, Gen.String[Gen.Char["\"\\ \t-=:@/[]a\0\r\n"], 0, 40]),
        (1, Gen.String)
    );

    [Fact]
    public void CommandLine_Random_IsSplitAndTheWorkloadIsVerbatim() =>
        Run(
            Line,
            line =>
            {
                var cursor = new CommandLineCursor(line);
                cursor.SkipProgramName();
                while (cursor.Position < line.Length)
                {
                    var before = cursor.Position;
                    if (cursor.Next() is null)
                    {
                        Assert.Equal(line.Length, cursor.Position);
                    }

                    Assert.InRange(cursor.Position, before + 1, line.Length);
                }

                OrUsageError(() =>
                {
                    var split = SplitCommandLine.Split(
                        line,
                        name => OptionNames.Contains(name) ? name != "--watch" : null
                    );
                    Assert.EndsWith(split.Workload, line, StringComparison.Ordinal);
                    Assert.True(split.Workload.Length == 0 || split.Verb == Verb.Run);
                });
                Invocation.LogFormatOf(line, _ => null);
            }
        );

    [Fact]
    public void Invocation_Random_IsParsedOrAUsageError() =>
        Run(
            Gen.Select(Line, VariableValues),
            (line, values) =>
            {
                OrUsageError(() =>
                {
                    Assert.False(
                        Invocation.Parse(line, Reader(values)) is Invocation { Verb: Verb.Run, Workload.Length: 0 });
                });
                Invocation.LogFormatOf(line, Reader(values));
            }
        );

    [Fact]
    public void Options_WithAnyValue_AreUnderstoodOrAUsageErrorAndTheWorkloadIsUntouched() =>
        Run(
            Gen.Select(OneOf(Options.All.ToArray()), Value, VariableValues),
            (option, value, values) =>
            {
                // As one argument with "=": the rest is the value.
                const string workload = $"app.exe --password {Secret} \"a b\"  @x \\\" ";
                OrUsageError(() =>
                {
                    var invocation = Invocation.Parse(
                        $"bootstrap.exe \"{option.Name}={value.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)}\" -- {workload}",
                        Reader(values)
                    );
                    Assert.Equal(workload, Assert.IsType<Invocation>(invocation).Workload);
                });
            }
        );

    [Fact]
    public void Variables_Random_AreNotReportedAsMisspelt() =>
        Run(
            Gen.Select(OneOf(Variables), Gen.String[0, 8], Gen.Int[0, 30]),
            (name, text, at) =>
            {
                Assert.Null(MisspeltVariable.Meant(name));
                var meant = MisspeltVariable.Meant(name.Insert(Math.Min(at, name.Length), text));
                Assert.True(meant is null || Variables.Contains(meant));
                Assert.Null(MisspeltVariable.Meant(text));
            }
        );

    [Fact]
    public void BatchFile_WithAnyArguments_PassesThemVerbatimOrRefuses() =>
        Run(
            Line,
            line =>
            {
                try
                {
                    var command = BatchFile.ToCommand(@"C:\a b.cmd", line, @"C:\windows\system32").CommandLine;
                    Assert.Equal($"cmd.exe /d /e:on /v:off /s /c \"\"C:\\a b.cmd\"{line}\"", command);

                    // An independent check for characters that cmd.exe would interpret.
                    var inside = false;
                    foreach (var character in line)
                    {
                        inside ^= character == '"';
                        Assert.False("%\r\n\0".Contains(character, StringComparison.Ordinal));
                        Assert.False(!inside && "&|<>^".Contains(character, StringComparison.Ordinal));
                    }

                    Assert.False(inside);
                }
                catch (BootstrapException refusal)
                {
                    Assert.Equal(ExitCode.CannotExecute, refusal.ExitCode);
                }
            }
        );

    /// <summary>From a file to a plan in both formats: a parsed snapshot must also be planned and printed.</summary>
    [Fact]
    public void Snapshot_Random_GivesAPlanOrAUsageError()
    {
        var good = GoodSnapshot();
        Run(
            Gen.Frequency((1, Gen.Byte.Array), (4, Mutations(good)), (4, SnapshotLike)),
            bytes =>
            {
                SnapshotFile snapshot;
                try
                {
                    snapshot = SnapshotFile.Parse("x.json", bytes);
                }
                catch (BootstrapException failure)
                {
                    Assert.Equal(ExitCode.Usage, failure.ExitCode);
                    Assert.DoesNotContain('\n', failure.OneLine);
                    return;
                }

                ShowPlan(snapshot.Network, TaskEnvironment.Read(name => snapshot.Environment.GetValueOrDefault(name)));
            }
        );
    }

    [Fact]
    public void MiRows_OfAnyTypes_AreRoutesAndAdaptersOrNothing() =>
        Run(
            Gen.Select(MiRow.Array[0, 6], MiRow.Array[0, 4]),
            (routes, adapters) =>
            {
                var snapshot = new NetworkSnapshot(
                    [.. routes.Select(row => CimRows.ToRoute(row.GetValueOrDefault)).OfType<Route>()],
                    [.. adapters.Select(row => CimRows.ToAdapter(row.GetValueOrDefault)).OfType<Adapter>()]
                );
                Assert.All(snapshot.Routes, AssertIPv4);
                ShowPlan(snapshot, Some.Ec2);
            }
        );

    [Fact]
    [SupportedOSPlatform("windows")]
    public void IpHelperRows_OfAnyBytes_AreRoutesOrNothing() =>
        Run(
            Gen.Byte.Array[104],
            bytes =>
            {
                if (IpHelperNetwork.ToRoute(MemoryMarshal.Read<IpHlpApi.IpForwardRow>(bytes), 25) is { } route)
                {
                    AssertIPv4(route);
                    ShowPlan(new NetworkSnapshot([route], [Some.Container]), Some.Ec2);
                }
            }
        );

    [Fact]
    public void Credentials_RandomAnswer_IsEvaluatedWithoutASecret()
    {
        var good = Encoding.UTF8.GetBytes(
            $$"""{"RoleArn":"arn:aws:iam::123456789012:role/r","AccessKeyId":"ASIA","SecretAccessKey":"{{Secret}}","Token":"{{Secret}}","Expiration":"2026-11-24T12:00:00Z","code":"c","message":"{{Secret}}"}"""
        );
        Run(
            Gen.Select(
                Gen.Frequency((1, Gen.Byte.Array), (4, Mutations(good)), (4, CredentialsLike)),
                Gen.OneOf(OneOf(200, 400, 429, 503, 302), Gen.Int)
            ),
            (body, status) =>
            {
                var state = CredentialsEndpoint.Read(new HttpAnswer(status, body), CredentialsProvider.EcsAgent, Now);
                Assert.DoesNotContain(Secret, state.Detail, StringComparison.Ordinal);
                Assert.DoesNotContain(state.Detail, char.IsControl);
                Assert.InRange(state.Detail.Length, 1, 500);
            }
        );
    }

    [Fact]
    public void TaskMetadata_RandomAnswer_ReturnsAModeOrNothing()
    {
        var good = Encoding.UTF8.GetBytes(
            """{"DockerId":"x","Networks":[{"IPv4Addresses":["1.2.3.4"]},{"NetworkMode":"nat"}]}"""
        );

        Run(
            Gen.Frequency((1, Gen.Byte.Array), (4, Mutations(good)), (4, MetadataLike)),
            body => Assert.Matches("^[A-Za-z0-9_-]{0,40}$", TaskMetadata.NetworkMode(body) ?? string.Empty)
        );
    }

    [Fact]
    public void TaskVariables_Whatever_AreMaskedAndNameOnlyLinkLocalEndpoints()
    {
        var value = Gen.Select(
                OneOf(
                    "", "/", "/v2/credentials/", "v2/", "@", "http://169.254.170.23/", "http://169.254.170.2",
                    "https://169.254.170.2/", "http://u:p@169.254.170.2/", "http://0xa9feaa02/", "http://[::1]/",
                    "\\\\", "//"
                ),
                Gen.OneOf(
                    OneOf(
                        Secret, $"/{Secret}", $"?{Secret}", $"#{Secret}", $":{Secret}@x/", $":80/{Secret}",
                        $"@{Secret}", $"\r\nHost: {Secret}"
                    ),
                    Gen.String[0, 10]
                )
            )
            .Select((front, back) => front + back);
        Run(
            Gen.Dictionary(OneOf(TaskVariables.Names.ToArray()), value)[0, 9],
            values =>
            {
                var variables = new TaskVariables(name => values.GetValueOrDefault(name));
                foreach (
                    var name in TaskVariables.Names.Where(name =>
                        name is not (TaskVariables.ExecutionEnvironment or TaskVariables.InstanceMetadataDisabled)
                    )
                )
                {
                    // The name of a host is not a secret; the text after it may be.
                    var masked = variables.Masked(name);
                    Assert.True(
                        masked is null
                            || !masked.Contains(Secret, StringComparison.Ordinal)
                            || !values[name].Contains($"/{Secret}", StringComparison.Ordinal),
                        masked
                    );
                }

                var target = CredentialsEndpoint.Find(variables, file => file);
                Assert.DoesNotContain(Secret, target.WhyNot?.ToString() ?? string.Empty, StringComparison.Ordinal);
                foreach (var request in new[] { target.Request, TaskMetadata.Request(variables) })
                {
                    Assert.True(
                        request is null
                            || request.Uri is { Scheme: "http", UserInfo: "" } uri
                                && uri.Host.StartsWith("169.254.", StringComparison.Ordinal),
                        request?.Uri.Host
                    );
                    Assert.DoesNotContain(request?.Header ?? string.Empty, char.IsControl);
                }
            }
        );
    }

    private static Gen<T> OneOf<T>(params T[] constants) => Gen.OneOf(constants);

    private void Run<T1, T2>(Gen<(T1, T2)> inputs, Action<T1, T2> check, int threads = -1) =>
        Run(inputs, input => check(input.Item1, input.Item2), threads);

    private void Run<T1, T2, T3>(Gen<(T1, T2, T3)> inputs, Action<T1, T2, T3> check, int threads = -1) =>
        Run(inputs, input => check(input.Item1, input.Item2, input.Item3), threads);

    private void Run<T>(Gen<T> inputs, Action<T> check, int threads = -1)
    {
        long count = 0;
        long slowest = 0;
        var start = Stopwatch.GetTimestamp();
        inputs.Sample(
            input =>
            {
                var begin = Stopwatch.GetTimestamp();
                check(input);
                var took = Stopwatch.GetElapsedTime(begin);
                Assert.True(took < Hang, $"it took {took}");
                Interlocked.Increment(ref count);
                for (var seen = Volatile.Read(ref slowest); took.Ticks > seen; seen = Volatile.Read(ref slowest))
                {
                    Interlocked.CompareExchange(ref slowest, took.Ticks, seen);
                }
            },
            iter: Inputs, threads: threads
        );
        Assert.Equal(Inputs, count);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count:N0} inputs in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, the slowest {TimeSpan.FromTicks(slowest).TotalMilliseconds:0.0} ms"
            )
        );
    }

    private static void OrUsageError(Action action)
    {
        try
        {
            action();
        }
        catch (BootstrapException failure)
        {
            Assert.Equal(ExitCode.Usage, failure.ExitCode);
            Assert.DoesNotContain('\n', failure.OneLine);
            Assert.DoesNotContain(Secret, failure.OneLine, StringComparison.Ordinal);
        }
    }

    /// <summary>Plans and prints, with every option that affects the plan.</summary>
    private static void ShowPlan(NetworkSnapshot snapshot, TaskEnvironment environment)
    {
        foreach (
            var options in (PlanOptions[])
                [
                    Some.Defaults, Some.Defaults with
                    {
                        Interface = "2",
                    },
                    Some.Defaults with
                    {
                        Mode = NetworkMode.Nat,
                        Gateway = Some.Address("172.30.0.1"),
                    },
                ]
        )
        {
            try
            {
                if (Planner.Decide(snapshot, environment, options) is Plan plan)
                {
                    Assert.NotEmpty(PlanText.ToText(plan, "cim"));
                    Assert.NotEmpty(PlanText.ToJson(plan, "cim"));
                }
            }
            catch (BootstrapException refusal)
            {
                Assert.Equal(ExitCode.SetupFailed, refusal.ExitCode);
            }
        }
    }

    private static void AssertIPv4(Route route)
    {
        Assert.Equal(System.Net.Sockets.AddressFamily.InterNetwork, route.Destination.BaseAddress.AddressFamily);
        Assert.Equal(System.Net.Sockets.AddressFamily.InterNetwork, route.NextHop.AddressFamily);
    }

    private static Func<string, string?> Reader(IReadOnlyDictionary<string, string> values) =>
        name => values.GetValueOrDefault(name);

    private static Gen<Dictionary<string, string>> VariableValues => Gen.Dictionary(OneOf(Variables), Value)[0, 4];

    private static byte[] GoodSnapshot()
    {
        var path = Path.GetTempFileName();
        new SnapshotFile(
            new Dictionary<string, string> { ["AWS_EXECUTION_ENV"] = "AWS_ECS_EC2" },
            "cim", Some.Nat()
        ).Write(path, "bootstrap 1", Now);
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    /// <summary>Bytes added, lost or changed in up to three places.</summary>
    private static Gen<byte[]> Mutations(byte[] good) =>
        Gen.Select(
                Gen.Int[0, good.Length],
                Gen.OneOf(
                    Gen.Byte.Array[0, 6],
                    OneOf("\"", "{", "[", "\\ud800", "null", "0", "1e999", ",", "}", "]", "\\u0000")
                        .Select(Encoding.UTF8.GetBytes)
                ),
                Gen.Int[0, 8]
            )
            .Array[1, 3]
            .Select(changes =>
                changes.Aggregate(
                    good,
                    (bytes, change) =>
                    {
                        var at = Math.Min(change.Item1, bytes.Length);
                        return (byte[])
                            [.. bytes[..at], .. change.Item2, .. bytes[Math.Min(bytes.Length, at + change.Item3)..]];
                    }
                )
            );

    private static readonly Gen<string> Scalar = Gen.Frequency(
        (
            3,
            OneOf(
                "null", "true", "0", "-1", "4294967295", "4294967296", "1.5", "1e999", "\"\"", "\"a\"", "[]", "{}",
                "[[[[]]]]", "\"\\ud800\"", "\"\\u0000\\n\"", "\"0.0.0.0\"", "\"172.30.0.1\"", "\"0.0.0.0/0\"",
                "\"169.254.170.2/32\"", "\"1.2.3.4/8\"", "\"::/0\"", "2", "\"nat\""
            )
        ),
        (1, Gen.UInt.Select(number => number.ToString(CultureInfo.InvariantCulture)))
    );

    /// <summary>An object of these members, any of them missing, with any value, or twice.</summary>
    private static Gen<string> Object(Gen<string> scalar, params string[] names) =>
        Gen.Select(Gen.OneOf(OneOf(names), OneOf("other", "\\ud800", "")), scalar)
            .Select((name, value) => $"\"{name}\":{value}")
            .Array[0, names.Length + 3]
            .Select(members => $"{{{string.Join(',', members)}}}");

    private static Gen<byte[]> Bytes(Gen<string> json) => json.Select(Encoding.UTF8.GetBytes);

    private static Gen<byte[]> SnapshotLike
    {
        get
        {
            var routes = Gen.Select(
                    Gen.OneOf(
                        OneOf("0.0.0.0/0", "169.254.170.2/32", "169.254.169.254/32", "10.0.0.0/8"),
                        OneOf("::/0", "x", "1.2.3.4/8")
                    ),
                    OneOf("0.0.0.0", "172.30.0.1", "172.30.0.9", "255.255.255.255"),
                    Gen.UInt[0, 3],
                    Gen.OneOf(Gen.UInt, Gen.UInt[0, 2])
                )
                .Select(
                    (destination, hop, index, metric) =>
                        $$"""{"destination":"{{destination}}","nextHop":"{{hop}}","interfaceIndex":{{index}},"interfaceAlias":null,"routeMetric":{{metric}},"interfaceMetric":{{metric}}}"""
                );
            var adapters = Gen.Select(
                    Gen.UInt[0, 3],
                    OneOf(
                        "vEthernet (Ethernet)",
                        "vEthernet (nat-ep-x)",
                        "vEthernet (taskbr02-ep-x)",
                        "",
                        "\\u0000\\n",
                        "2"
                    ),
                    OneOf("Hyper-V Virtual Ethernet Adapter", "", "x"),
                    Gen.Bool
                )
                .Select(
                    (index, alias, description, up) =>
                        $$"""{"index":{{index}},"alias":"{{alias}}","description":"{{description}}","up":{{(up ? "true" : "false")}}}"""
                );
            var odd = Object(
                Scalar,
                "destination",
                "nextHop",
                "interfaceIndex",
                "interfaceAlias",
                "routeMetric",
                "interfaceMetric",
                "index",
                "alias",
                "description",
                "up"
            );
            return Bytes(
                Gen.Select(
                        Gen.Frequency((9, routes), (1, odd)).Array[0, 8],
                        Gen.Frequency((9, adapters), (1, odd)).Array[0, 5],
                        OneOf("{}", "{\"AWS_EXECUTION_ENV\":\"AWS_ECS_FARGATE\"}", "{\"A\":1}", "[]")
                    )
                    .Select(
                        (rows, cards, environment) =>
                            $$"""{"version":1,"environment":{{environment}},"network":{"backend":"cim","adapters":[{{string.Join(',', cards)}}],"routes":[{{string.Join(',', rows)}}] } }"""
                    )
            );
        }
    }

    private static Gen<byte[]> CredentialsLike =>
        Bytes(
            Gen.OneOf(
                Object(
                    Gen.Frequency(
                        (3, Scalar),
                        (3, Gen.Const($"\"{Secret}\"")),
                        (
                            2,
                            OneOf(
                                "\"2026-11-24T12:00:00Z\"",
                                "\"9999-12-31T23:59:59.9999999-14:00\"",
                                "\"0001-01-01T00:00:00+14:00\"",
                                "\"12:00\""
                            )
                        )
                    ),
                    "AccessKeyId",
                    "SecretAccessKey",
                    "Token",
                    "Expiration",
                    "message"
                ),
                Object(Scalar, "RoleArn", "code", "AccessKeyId", "Token", "Expiration"),
                Scalar
            )
        );

    private static Gen<byte[]> MetadataLike =>
        Bytes(
            Gen.OneOf(
                Object(Scalar, "NetworkMode", "Networks")
                    .Array[0, 4]
                    .Select(networks => $$"""{"Networks":[{{string.Join(',', networks)}}]}"""),
                Object(Scalar, "Networks", "NetworkMode"),
                Scalar
            )
        );

    private static Gen<Dictionary<string, object?>> MiRow =>
        Gen.Dictionary(
            OneOf(
                "Store",
                "DestinationPrefix",
                "NextHop",
                "InterfaceIndex",
                "InterfaceAlias",
                "RouteMetric",
                "InterfaceMetric",
                "IMFilter",
                "Name",
                "InterfaceDescription",
                "InterfaceOperationalStatus"
            ),
            Gen.Frequency<object?>(
                (
                    4,
                    OneOf<object?>(
                        null,
                        (byte)1,
                        (byte)0,
                        (ushort)1,
                        1u,
                        2u,
                        1,
                        -1,
                        1L,
                        ulong.MaxValue,
                        1.5,
                        true,
                        false,
                        'x',
                        DateTime.MinValue,
                        TimeSpan.MaxValue,
                        new byte[3],
                        new string[2],
                        new object()
                    )
                ),
                (
                    4,
                    OneOf<object?>(
                        "0.0.0.0/0",
                        "169.254.170.2/32",
                        "::/0",
                        "0.0.0.0",
                        "172.30.0.1",
                        "::1",
                        "fe80::1%2",
                        "1",
                        "",
                        "a\0b",
                        "Hyper-V Virtual Ethernet Adapter",
                        "vEthernet (taskbr-ep-1)",
                        "\ud800",
                        "1.2.3.4/8",
                        "010.1/8"
                    )
                ),
                (1, Gen.String.Select(text => (object?)text))
            )
        )[0, 11];
}
