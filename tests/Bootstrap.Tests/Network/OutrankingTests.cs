using Bootstrap.Network;

namespace Bootstrap.Tests.Network;

public class OutrankingTests
{
    /// <summary>
    /// Route and interface metric of the rival, the interface's metric, and the RouteMetric that wins.
    /// </summary>
    [Theory]
    [InlineData(256, 25, 2u, 25, 255u)]
    [InlineData(1000, 25, 2u, 25, 256u)]
    [InlineData(1, 25, 2u, 25, 0u)]
    [InlineData(0, 25, 2u, 25, 0u)]
    [InlineData(0, 5000, 3u, 25, 256u)]
    [InlineData(0, 100, 3u, 25, 74u)]
    [InlineData(0, 25, 3u, 25, 0u)]
    [InlineData(0, 24, 3u, 25, 0u)]
    [InlineData(256, -1, 2u, -1, 255u)]
    [InlineData(256, -1, 3u, 25, 0u)]
    [InlineData(256, 25, 3u, -1, 0u)]
    [InlineData(-1, 25, 2u, 25, 0u)]
    public void Metric_IsTheHighestThatWinsForCertain(
        int route, int itsInterface, uint index, int ourInterface, uint metric
    ) => Assert.Equal(metric, Outranking.Metric(2, Known(ourInterface), [Rival(route, itsInterface, index)]));

    [Theory]
    [InlineData(0, 25, 2u, 25, true)]
    [InlineData(1, 25, 2u, 25, false)]
    [InlineData(0, 25, 3u, 25, true)]
    [InlineData(0, 26, 3u, 25, false)]
    [InlineData(0, -1, 3u, 25, false)]
    public void IsImpossible_WhereNoMetricWins(
        int route, int itsInterface, uint index, int ourInterface, bool expected
    ) => Assert.Equal(expected, Outranking.IsImpossible(2, Known(ourInterface), Rival(route, itsInterface, index)));

    [Fact]
    public void Metric_OfLargeMetrics_DoesNotOverflow() =>
        Assert.Equal(
            256u,
            Outranking.Metric(
                2, uint.MaxValue, [Rival(0, 0, 3) with { RouteMetric = uint.MaxValue, InterfaceMetric = uint.MaxValue }]
            )
        );

    private static Route Rival(int route, int itsInterface, uint index) =>
        Some.Route("169.254.170.2/32", "172.30.0.99", index) with
        {
            RouteMetric = Known(route),
            InterfaceMetric = Known(itsInterface),
        };

    private static uint? Known(int metric) => metric < 0 ? null : (uint)metric;
}
