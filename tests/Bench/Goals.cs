using System.Globalization;

namespace Bench;

/// <summary>The goals, each with its current value and the value of the first measured exe.</summary>
internal sealed class Goals
{
    private readonly List<string> _rows = [];

    public string Table =>
        string.Join('\n', _rows.Prepend("| | first | now | goal | met |\n| --- | ---: | ---: | ---: | --- |"));

    /// <summary>Adds a goal.</summary>
    /// <param name="name">The measured quantity.</param>
    /// <param name="first">See <see cref="First"/>; null if it was not measured.</param>
    /// <param name="now">The current value.</param>
    /// <param name="goal">The upper limit.</param>
    /// <param name="format">The format of the values.</param>
    public void Add(string name, double? first, double now, double goal, string format)
    {
        _rows.Add($"| {name} | {Text(first)} | {Text(now)} | {Text(goal)} | {(now > goal ? "no" : "yes")} |");

        string Text(double? value) => value?.ToString(format, CultureInfo.InvariantCulture) ?? string.Empty;
    }
}
