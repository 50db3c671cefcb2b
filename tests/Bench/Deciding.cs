using System.Diagnostics;
using System.Net;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Network;

namespace Bench;

/// <summary>Parsing the command line and planning, without Windows, in this process with .NET's JIT.</summary>
internal static class Deciding
{
    private const int Rounds = 21;

    private static readonly TaskEnvironment Environment = new("AWS_ECS_EC2");

    private static readonly PlanOptions Defaults = new(null, null, LinkLocal.Default, null, null);

    /// <summary>The microseconds of one plan for a network of this size.</summary>
    public static double Microseconds(int routes, int adapters)
    {
        var snapshot = Snapshot(routes, adapters);
        var times = new List<double>();
        for (var round = -5; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Decide(snapshot);
            if (round >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }

        return Spread.Of(times).Median;
    }

    /// <summary>
    /// The bytes allocated by parsing a command line with three options and by planning for ten routes. The minimum of
    /// many runs, after those that fill caches, is the same on every machine.
    /// </summary>
    public static long AllocatedBytes()
    {
        var snapshot = Snapshot(10, 2);
        return Enumerable
            .Range(0, 200)
            .Min(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Invocation.Parse(
                    @"C:\bootstrap.exe --backend iphelper --log-level warning --route credentials -- C:\app\server.exe ""a b"" c",
                    _ => null
                );
                Decide(snapshot);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
    }

    private static void Decide(NetworkSnapshot snapshot)
    {
        if (Planner.Decide(snapshot, Environment, Defaults) is not Plan)
        {
            throw new InvalidOperationException("no plan");
        }
    }

    /// <summary>
    /// Every tenth route is a default route, and every adapter is a Hyper-V adapter, so that there is much to sort.
    /// </summary>
    private static NetworkSnapshot Snapshot(int routes, int adapters) =>
        new(
            [
                .. Enumerable
                    .Range(0, routes)
                    .Select(index => new Route(
                        new RouteKey(
                            index % 10 == 0
                                ? IPNetwork.Parse("0.0.0.0/0")
                                : new IPNetwork(
                                    new IPAddress(new byte[] { 10, (byte)(index >> 8), (byte)index, 0 }), 24
                                ),
                            new IPAddress(new byte[] { 172, 30, (byte)(index >> 8), (byte)index }),
                            (uint)(index % adapters)
                        ),
                        InterfaceAlias: null, RouteMetric: (uint)(index * 7919 % 1000), InterfaceMetric: 25
                    )),
            ],
            [
                .. Enumerable
                    .Range(0, adapters)
                    .Select(index => new Adapter(
                        (uint)index, $"vEthernet ({index})", "Hyper-V Virtual Ethernet Adapter", IsUp: true
                    )),
            ]
        );
}
