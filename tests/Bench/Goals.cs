using System.Globalization;

namespace Bench;

/// <summary>The goals, what was measured for each, and what the first exe that was measured took.</summary>
internal sealed class Goals
{
    private readonly List<string> _rows = [];

    public string Table =>
        string.Join('\n', _rows.Prepend("| | first | now | goal | met |\n| --- | ---: | ---: | ---: | --- |"));

    /// <summary>Adds one.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="first">See <see cref="First"/>; null when it was not measured then.</param>
    /// <param name="now">The value now.</param>
    /// <param name="goal">The most that it should be.</param>
    /// <param name="format">How the values are written.</param>
    public void Add(string name, double? first, double now, double goal, string format)
    {
        _rows.Add($"| {name} | {Text(first)} | {Text(now)} | {Text(goal)} | {(now > goal ? "no" : "yes")} |");

        string Text(double? value) => value?.ToString(format, CultureInfo.InvariantCulture) ?? string.Empty;
    }
}
