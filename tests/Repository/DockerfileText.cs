using System.Text.Json;
using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Line">The number of its first line.</param>
/// <param name="Keyword">In capitals.</param>
/// <param name="Text">All that stands behind the keyword, continued lines joined.</param>
internal sealed record Instruction(int Line, string Keyword, string Text)
{
    /// <summary>The strings of the exec form; null when it is another form.</summary>
    public IReadOnlyList<string>? Exec
    {
        get
        {
            var json = Text[Math.Max(0, Keyword == "HEALTHCHECK" ? Text.IndexOf('[', StringComparison.Ordinal) : 0)..];
            try
            {
                return json.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(json) : null;
            }
            catch (JsonException)
            {
                // Docker would take it for the shell form, and nobody means that.
                return null;
            }
        }
    }

    /// <summary>The words that are no "--flag".</summary>
    public IReadOnlyList<string> Words =>
        [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal))];
}

/// <summary>A stage: from one FROM to the next.</summary>
/// <param name="Base">What it is made from, arguments not filled in.</param>
/// <param name="Name">Behind AS; empty without.</param>
internal sealed record Stage(string Base, string Name, IReadOnlyList<Instruction> Instructions)
{
    public Instruction? Last(string keyword) => Instructions.LastOrDefault(instruction => instruction.Keyword == keyword);
}

/// <summary>
/// A Dockerfile, read more strictly than Docker does: unknown instructions, an unknown directive, or a continuation
/// that leads nowhere are errors. There is no parser for it among the packages that a build of this repository uses.
/// </summary>
internal sealed partial class DockerfileText
{
    private static readonly string[] Keywords =
        ["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

    public DockerfileText(string path)
    {
        var lines = RepositoryFiles.Read(path).Split('\n');
        var escape = '\\';
        if (Directive().Match(lines[0]) is { Success: true } directive)
        {
            Assert.Equal("escape", directive.Groups[1].Value);
            Assert.Equal("`", directive.Groups[2].Value);
            escape = '`';
        }

        var instructions = new List<Instruction>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('#') || line.Length == 0)
            {
                continue;
            }

            var first = i + 1;
            while (line.EndsWith(escape))
            {
                Assert.True(++i < lines.Length && lines[i].Trim() is not ("" or ['#', ..]), $"{path}:{i}: the line is continued by nothing");
                line = line[..^1] + lines[i].Trim();
            }

            var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            Assert.True(Keywords.Contains(parts[0]) && parts.Length == 2, $"{path}:{first}: '{line}' is no instruction");
            instructions.Add(new Instruction(first, parts[0], parts[1]));
        }

        Head = [.. lines.Skip(1).TakeWhile(line => line.StartsWith('#') || line.Length == 0 || line.StartsWith("ARG", StringComparison.Ordinal)).Select(line => line.TrimStart('#').Trim())];
        Arguments = instructions.TakeWhile(instruction => instruction.Keyword != "FROM").ToDictionary(
            instruction => instruction.Text.Split('=')[0], instruction => instruction.Text.Split('=', 2)[1]);
        var starts = instructions.Index().Where(item => item.Item.Keyword == "FROM").Select(item => item.Index).ToList();
        Assert.NotEmpty(starts);
        Assert.All(instructions.Take(starts[0]), instruction => Assert.Equal("ARG", instruction.Keyword));
        Stages = [.. starts.Select((start, number) => ReadStage(path, [.. instructions.Take(number + 1 < starts.Count ? starts[number + 1] : instructions.Count).Skip(start)]))];
    }

    /// <summary>The comments before the first instruction but ARG, without their signs.</summary>
    public IReadOnlyList<string> Head { get; }

    /// <summary>The arguments before the first stage, with their defaults.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; }

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>What a stage is made from when no argument is given.</summary>
    public string DefaultBase(Stage stage) =>
        Arguments.Aggregate(stage.Base, (text, argument) => text.Replace($"${{{argument.Key}}}", argument.Value, StringComparison.Ordinal));

    /// <summary>The instruction as it is in force in a stage: its own, or the one of the stage that it is made from.</summary>
    public Instruction? InForce(Stage stage, string keyword) => stage.Last(keyword)
        ?? (Stages.FirstOrDefault(other => other.Name == stage.Base) is { } parent ? InForce(parent, keyword) : null);

    private static Stage ReadStage(string path, IReadOnlyList<Instruction> instructions)
    {
        var words = instructions[0].Words;
        Assert.True(words is [_] or [_, "AS", _], $"{path}:{instructions[0].Line}: FROM BASE [AS NAME]");
        return new Stage(words[0], words is [_, _, var name] ? name : string.Empty, [.. instructions.Skip(1)]);
    }

    [GeneratedRegex(@"^#\s*(\w+)\s*=\s*(\S+)\s*$")]
    private static partial Regex Directive();
}
