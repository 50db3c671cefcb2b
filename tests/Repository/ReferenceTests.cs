using Bootstrap.CommandLine;

namespace Repository.Tests;

public class ReferenceTests
{
    /// <summary>Names, twins and order of the options: the table of docs/reference.md says what the program says.</summary>
    [Fact]
    public void Options_OfTheTable_AreThoseOfTheProgram()
    {
        var documented = Markdown.Rows("docs/reference.md", "Command line")
            .Where(cells => cells[0].StartsWith("`--", StringComparison.Ordinal))
            .Select(cells => (Name: FirstWord(cells[0]), Variable: FirstWord(cells[1])));

        Assert.Equal(Options.All.Select(option => (option.Name, Variable: ((ISetting)option).Variable ?? string.Empty)), documented);
    }

    private static string FirstWord(string cell) => cell.Trim('`').Split(' ', '`')[0];
}
