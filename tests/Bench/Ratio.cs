using System.Globalization;

namespace Bench;

/// <summary>
/// A measurement as a multiple of another, by 10th percentiles, which a busy machine affects least, and by medians.
/// </summary>
internal readonly record struct Ratio(double Low, double Median)
{
    public static Ratio Of(Spread spread, Spread floor) => new(spread.Low / floor.Low, spread.Median / floor.Median);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Low:0.00} ({Median:0.00})");
}
