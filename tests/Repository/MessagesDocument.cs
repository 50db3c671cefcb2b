using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Bootstrap.Logging;
using Serilog.Events;

namespace Repository.Tests;

/// <summary>
/// docs/messages.md, made of <see cref="Messages"/> and of the XML documentation that the compiler writes.
/// </summary>
internal static partial class MessagesDocument
{
    public const string Path = "docs/messages.md";

    private const string Start = """
        # Messages

        Every line that bootstrap writes to stderr from level information up, by its name in the JSON log (`--log-format json`,
        property `Event`). A name stays the same when the words change: use names for alarms and searches. `…` stands for what
        differs. A failure's hint follows its text on the same line. In JSON it is the property `Hint`, and a failure that ends
        bootstrap has the property `ExitCode`. `./build docs` generates this page from `src/Bootstrap/Logging/Messages.*.cs`.

        """;

    private const string End = """

        ## What `bootstrap check` says

        `check` writes to stdout. The [reference](reference.md) lists the checks. A check that warns or fails says in its hint what
        to do. In JSON, `culprit` is the side to correct: the image, the task definition or the host.

        """;

    /// <summary>The sections in their order, with what is in them: the first that fits takes a message.</summary>
    private static readonly (string Heading, Func<Message, bool> Holds)[] Sections =
    [
        ("Usage errors: exit code 2", message => message.ExitCode == ExitCode.Usage),
        (
            "The network could not be set up: exit code 125, or a warning with `--on-failure continue`",
            message => message.ExitCode == ExitCode.NetworkFailed
        ),
        (
            "The workload: exit codes 126, 127",
            message => message.ExitCode is ExitCode.CannotExecute or ExitCode.NotFound
        ),
        ("Stops", message => message.Name.StartsWith("stop", StringComparison.Ordinal)),
        ("Warnings: the run goes on", message => message.Level >= LogEventLevel.Warning),
        ("Information", _ => true),
    ];

    /// <summary>The whole page.</summary>
    public static string Text()
    {
        var documentation = XDocument.Load(System.IO.Path.ChangeExtension(typeof(Messages).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        var rows = typeof(Messages).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property =>
        {
            var message = (Message)property.GetValue(null)!;
            return (Section: Array.FindIndex(Sections, section => section.Holds(message)),
                Row: Row(message, documentation[$"P:{typeof(Messages).FullName}.{property.Name}"]));
        }).ToLookup(row => row.Section, row => row.Row);

        var page = new StringBuilder(Start);
        for (var section = 0; section < Sections.Length; section++)
        {
            page.Append(
                $"\n## {Sections[section].Heading}\n\n| event | text | cause | what to do |\n| --- | --- | --- | --- |\n"
            );
            page.AppendJoin(string.Empty, rows[section]);
        }

        return page.Append(End).ToString();
    }

    private static string Row(Message message, XElement documentation) =>
        $"| `{message.Name}` | `{Ellipses().Replace(Placeholder().Replace(message.Template, "…"), "…")}` "
        + $"| {Cell(documentation, "summary")} | {Cell(documentation, "remarks")} |\n";

    /// <summary>An element of the documentation as Markdown on one line.</summary>
    private static string Cell(XElement documentation, string element)
    {
        var nodes = documentation.Element(element)?.Nodes() ?? [];
        var text = string.Concat(
            nodes.Select(node =>
                node is XElement { Name.LocalName: "c" } code ? $"`{code.Value}`" : ((XText)node).Value
            )
        );
        return Blanks().Replace(text, " ").Trim().Replace("|", @"\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{\w+(:[^}]+)?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("…{2,}")]
    private static partial Regex Ellipses();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
