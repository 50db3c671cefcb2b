using System.Reflection;
using System.Text.RegularExpressions;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests;

/// <summary>docs/messages.md and the program say the same words: what stands beside an event's name in the sources is its text.</summary>
public partial class MessageTests
{
    private static readonly IReadOnlyList<(string Event, string Text)> InSources = ReadSources();

    private static readonly IReadOnlyList<(string Event, string Text, string[] Cells)> OnPage = ReadPage();

    [Fact]
    public void Page_ForEveryMessageOfTheProgram_HasItsTextUnderItsName() => Assert.Equal(
        InSources.Order(), OnPage.Select(row => (row.Event, row.Text)).Order());

    [Fact]
    public void EventNames_All_AreUsedOnce() => Assert.Equal(
        typeof(EventNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!).Order(),
        InSources.Select(message => message.Event).Order());

    [Fact]
    public void Page_ForEveryMessage_SaysCauseAndWhatToDo() => Assert.All(
        OnPage, row => Assert.All(row.Cells, cell => Assert.True(cell.Length > 1, row.Event)));

    [Fact]
    public void Logging_InTheProgram_NamesItsEventOrIsForDebugging() => Assert.DoesNotContain(
        Sources, file => RawLogCall().IsMatch(RepositoryFiles.Read(file)));

    [Fact]
    public void Page_ForEveryHintOnCredentials_HasItsText() => Assert.Equal(
        typeof(CredentialsHints).GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (field.Name, (string)field.GetRawConstantValue()!)).Order(),
        Rows(3).Select(cells => (cells[0], cells[1])).Order());

    /// <summary>What <c>bootstrap check</c> may answer but pass and skip: each check with each result, here and in the sources.</summary>
    [Fact]
    public void Page_ForEveryCheckThatFailsOrWarns_SaysWhen()
    {
        var onPage = Rows(5).Select(cells => (cells[0], cells[1])).ToList();
        Assert.Equal(onPage.Count, onPage.Distinct().Count());
        Assert.Equal(ReadChecks().Order(), onPage.Order());
    }

    /// <summary>The name of every check stands in the table of docs/reference.md too.</summary>
    [Fact]
    public void Reference_NamesEveryCheck()
    {
        var reference = RepositoryFiles.Read("docs/reference.md");
        Assert.All(ReadChecks().Select(check => check.Check.Replace("NAME", "credentials", StringComparison.Ordinal)), name =>
            Assert.Contains($"`{name}`", reference, StringComparison.Ordinal));
    }

    /// <summary>Every <c>new Check(NAME, STATUS, ...)</c> in the sources; a status that a method chooses is all that it names.</summary>
    private static HashSet<(string Check, string Result)> ReadChecks()
    {
        var root = CSharpSyntaxTree.ParseText(RepositoryFiles.Read("src/Bootstrap/Diagnosis/Judgement.cs")).GetRoot();
        var checks = new HashSet<(string, string)>();
        foreach (var creation in root.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().Where(creation => creation.Type.ToString() == "Check"))
        {
            var method = creation.Ancestors().OfType<MethodDeclarationSyntax>().First();
            var (name, status) = (creation.ArgumentList!.Arguments[0].Expression, creation.ArgumentList.Arguments[1].Expression);
            var text = (name as LiteralExpressionSyntax ?? method.DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Single(variable => variable.Identifier.ValueText == name.ToString()).Initializer!.DescendantNodes().OfType<LiteralExpressionSyntax>().First()).Token.ValueText;
            SyntaxNode chooser = status is InvocationExpressionSyntax call
                ? root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(other => other.Identifier.ValueText == call.Expression.ToString())
                : status;
            foreach (var result in chooser.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
                .Where(access => access.Expression.ToString() == "CheckStatus").Select(access => access.Name.Identifier.ValueText)
                .Where(result => result is "Fail" or "Warn"))
            {
                checks.Add((text == "route-" ? "route-NAME" : text, result == "Fail" ? "fail" : "warn"));
            }
        }

        return checks;
    }

    /// <summary>The page's rows with so many cells and code in the first, without the signs of code.</summary>
    private static IEnumerable<string[]> Rows(int length) => Markdown.Rows("docs/messages.md")
        .Where(cells => cells.Length == length && cells[0].StartsWith('`'))
        .Select(cells => (string[])[.. cells.Select(cell => cell.StartsWith('`') && cell.EndsWith('`') ? cell.Trim('`') : cell)]);

    private static IEnumerable<string> Sources => RepositoryFiles.Under("src/Bootstrap", ".cs");

    /// <summary>Every argument <c>EventNames.X</c>, and the first text behind it in the same call.</summary>
    private static List<(string, string)> ReadSources()
    {
        var messages = new List<(string, string)>();
        foreach (var file in Sources)
        {
            foreach (var name in CSharpSyntaxTree.ParseText(RepositoryFiles.Read(file)).GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Where(access => access.Expression is IdentifierNameSyntax { Identifier.ValueText: "EventNames" }))
            {
                var argument = name.AncestorsAndSelf().OfType<ArgumentSyntax>().First();
                var text = ((ArgumentListSyntax)argument.Parent!).Arguments
                    .SkipWhile(other => other != argument).Skip(1)
                    .Select(other => TextOf(other.Expression))
                    .First(found => found is not null);
                messages.Add(((string)typeof(EventNames).GetField(name.Name.Identifier.ValueText)!.GetValue(null)!, text!));
            }
        }

        return messages;
    }

    /// <summary>A literal's or an interpolated string's words, with an ellipsis for each hole; null for anything else but a message that is another's.</summary>
    private static string? TextOf(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => Normal(Hole().Replace(text, "…")),
        InterpolatedStringExpressionSyntax text => Normal(string.Concat(text.Contents.Select(content => content is InterpolatedStringTextSyntax words ? words.TextToken.ValueText : "…"))),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Message" } => "…",
        _ => null,
    };

    private static string Normal(string text) => Ellipses().Replace(text, "…");

    /// <summary>Rows of four cells: event, text as code, cause, what to do.</summary>
    private static List<(string, string, string[])> ReadPage() =>
        [.. Rows(4).Select(cells => (cells[0], cells[1], cells[2..]))];

    /// <summary>A property of a message template.</summary>
    [GeneratedRegex(@"\{\w+(:\w+)?\}")]
    private static partial Regex Hole();

    [GeneratedRegex("…{2,}")]
    private static partial Regex Ellipses();

    [GeneratedRegex(@"\blog\??\.(Information|Warning|Error|Fatal)\(", RegexOptions.IgnoreCase)]
    private static partial Regex RawLogCall();
}
