namespace Bench;

/// <summary>The median of many measurements, with the 10th and the 90th percentile.</summary>
internal readonly record struct Spread(double Median, double Low, double High)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(sorted[sorted.Length / 2], sorted[sorted.Length / 10], sorted[sorted.Length * 9 / 10]);
    }

    public override string ToString() => $"{Median:0.0} ({Low:0.0} to {High:0.0})";
}
