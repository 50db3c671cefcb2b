namespace Bench;

/// <summary>
/// The figures of the first measured exe, commit 76f3981, from docs/benchmarks.md of commit ef994ca, on the same kind
/// of machine. Only ratios and bytes are comparable with current figures.
/// </summary>
internal static class First
{
    public const string Commit = "76f3981";
    public const double Bytes = 3_949_568;

    /// <summary>Written memory in KB: iphelper and the floor.</summary>
    public const double Written = 21_668;
    public const double FloorWritten = 1_364;

    /// <summary>Multiples of the floor's 10th percentiles: 41.8 to 8.7 ms, 45.9 to 10.6 ms, 55.0 to 10.7 ms.</summary>
    public const double CpuOfAwsvpc = 4.80;
    public const double CpuOfIpHelper = 4.33;
    public const double CpuOfCim = 5.14;

    /// <summary>The same from start to end: 74.0 to 27.9 ms.</summary>
    public const double WholeOfIpHelper = 2.65;
}
