using System.Reflection;
using System.Text.RegularExpressions;
using Bootstrap.Logging;
using Serilog.Events;
using Serilog.Parsing;

namespace Bootstrap.Tests.Logging;

public partial class MessagesTests
{
    private static readonly IReadOnlyList<(string Property, Message Message)> All =
        [.. typeof(Messages).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (property.Name, (Message)property.GetValue(null)!))];

    /// <summary>Alarms use the names; the property's own name is the same in another spelling.</summary>
    [Fact]
    public void Names_OfAll_AreKebabCaseAndUnique()
    {
        Assert.NotEmpty(All);
        Assert.Equal(All.Count, All.Select(entry => entry.Message.Name).Distinct().Count());
        Assert.All(All, entry => Assert.Matches("^[a-z]+(-[a-z]+)*$", entry.Message.Name));
        Assert.All(
            All,
            entry =>
                Assert.Equal(
                    entry.Property, entry.Message.Name.Replace("-", string.Empty, StringComparison.Ordinal),
                    ignoreCase: true
                )
        );
    }

    /// <summary>Exactly the messages that end the run are errors and have an exit code.</summary>
    [Fact]
    public void ExitCodes_OfAll_StandAtErrorsOnly() => Assert.All(
        All.Where(entry => entry.Message.ExitCode is not null),
        entry => Assert.Equal(LogEventLevel.Error, entry.Message.Level));

    /// <summary>
    /// Each brace of a template belongs to a placeholder, and no name is used twice: values go by order.
    /// </summary>
    [Fact]
    public void Templates_OfAll_HavePlaceholdersThatSerilogReads() =>
        Assert.All(
            All,
            entry =>
            {
                var tokens = new MessageTemplateParser().Parse(entry.Message.Template).Tokens.ToList();
                Assert.All(
                    tokens.OfType<TextToken>(),
                    text => Assert.DoesNotContain(text.Text, character => character is '{' or '}')
                );
                var names = tokens.OfType<PropertyToken>().Select(placeholder => placeholder.PropertyName).ToList();
                Assert.Equal(names.Distinct(), names);
                Assert.DoesNotContain(names, name => name is "Event" or "Hint" or "ExitCode");
            }
        );

    /// <summary>A hint follows the text on the same line.</summary>
    [Fact]
    public void Hints_OfAll_AreSentencesOnOneLine() => Assert.All(
        All.Where(entry => entry.Message.Hint is not null),
        entry => Assert.Matches(Sentence(), entry.Message.Hint));

    [GeneratedRegex(@"^([A-Z]|--).*[.?]$")]
    private static partial Regex Sentence();
}
