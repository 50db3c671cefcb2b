using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Bootstrap.Logging;
using Serilog.Events;

namespace Repository.Tests;

/// <summary>The tables of docs/messages.md are made of <see cref="Messages"/> and their XML documentation.</summary>
public partial class MessagesDocumentTests
{
    private const string Page = "docs/messages.md";

    private static readonly Dictionary<string, XElement> Documentation =
        XDocument.Load(Path.ChangeExtension(typeof(Messages).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    private static readonly ILookup<string, PropertyInfo> Sections = typeof(Messages)
        .GetProperties(BindingFlags.Public | BindingFlags.Static).ToLookup(property => Section(Value(property)));

    /// <summary><c>./build docs</c> sets UPDATE_DOCUMENTS: the page is then written first.</summary>
    [Fact]
    public void Tables_AsCommitted_AreWhatTheProgramsMessagesGive()
    {
        var text = Table().Replace(RepositoryFiles.Read(Page), match =>
            match.Groups["head"].Value + string.Concat(Sections[match.Groups["section"].Value].Select(Row)));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCUMENTS") == "1")
        {
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, Page), text);
        }

        Assert.Equal(text, RepositoryFiles.Read(Page));
    }

    /// <summary>A message without a section has no row, one without a cause or advice an empty cell.</summary>
    [Fact]
    public void Tables_ForEveryMessage_SayCauseAndWhatToDo()
    {
        var rows = Markdown.Rows(Page).ToList();
        Assert.Equal(Sections.Sum(section => section.Count()), rows.Count);
        Assert.All(rows.SelectMany(cells => cells), cell => Assert.NotInRange(cell.Length, 0, 1));
    }

    /// <summary>The heading up to its colon.</summary>
    private static string Section(Message message) => message switch
    {
        { ExitCode: ExitCode.Usage } => "Usage errors",
        { ExitCode: ExitCode.SetupFailed } => "The network could not be set up",
        { ExitCode: ExitCode.CannotExecute or ExitCode.NotFound } => "The workload",
        { Name: var name } when name.StartsWith("stop", Ordinal) => "Stops",
        { Level: >= LogEventLevel.Warning } => "Warnings",
        _ => "Information",
    };

    private static Message Value(PropertyInfo property) => (Message)property.GetValue(null)!;

    private static string Row(PropertyInfo property)
    {
        var text = Placeholders().Replace(Value(property).Template, "…");
        var documentation = Documentation[$"P:{typeof(Messages).FullName}.{property.Name}"];
        var (cause, advice) = (Cell(documentation, "summary"), Cell(documentation, "remarks"));
        return $"| `{Value(property).Name}` | `{text}` | {cause} | {advice} |\n";
    }

    /// <summary>An element of the documentation as Markdown on one line.</summary>
    private static string Cell(XElement documentation, string element)
    {
        var text = string.Concat((documentation.Element(element)?.Nodes() ?? []).Select(
            node => node is XElement { Name.LocalName: "c" } code ? $"`{code.Value}`" : ((XText)node).Value));
        return Blanks().Replace(text, " ").Trim().Replace("|", @"\|", Ordinal);
    }

    /// <summary>A heading, the head of its table, and its rows.</summary>
    [GeneratedRegex(@"^(?<head>## (?<section>[^:\n]+).*\n\n\| event .*\n\| ---.*\n)(\|.*\n)*", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"(\{\w+(:[^}]+)?\}|…)+")]
    private static partial Regex Placeholders();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
