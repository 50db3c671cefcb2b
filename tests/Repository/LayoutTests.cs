using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>
/// The folders of the product depend on each other in one direction: the order of the table in architecture.md.
/// </summary>
public partial class LayoutTests
{
    private static readonly List<string> Order =
        [.. TableRow().Matches(RepositoryFiles.Read("docs/architecture.md")).Select(row => row.Groups[1].Value)];

    private static readonly List<(string Name, string Folder)> Files =
        [.. RepositoryFiles.Under("src/Bootstrap", ".cs").Select(name => (name, name.Split('/')[2]))];

    [Fact]
    public void Folders_OfTheProduct_AreTheRowsOfTheTable() =>
        Assert.Equal(Order.Append("Program.cs").ToHashSet(), Files.Select(file => file.Folder).ToHashSet());

    [Fact]
    public void Folders_OfTheProduct_UseOnlyThoseAboveThem()
    {
        var wrong =
            from file in Files
            where Order.Contains(file.Folder)
            from Match use in Use().Matches(RepositoryFiles.Read(file.Name))
            let used = use.Groups[1].Value
            where Order.Contains(used) && Order.IndexOf(used) > Order.IndexOf(file.Folder)
            select $"{file.Name} uses {used}";

        Assert.Empty(wrong.Distinct());
    }

    /// <summary>Outside of src a longer line is allowed for a string literal or a URL.</summary>
    [Fact]
    public void Lines_OfCSharp_HaveAtMost120Columns() =>
        Assert.Empty(
            from file in RepositoryFiles.All
            where file.EndsWith(".cs", StringComparison.Ordinal)
            let isSource = file.StartsWith("src/", StringComparison.Ordinal)
            let text = RepositoryFiles.Read(file)
            from line in (isSource ? text : RawString().Replace(text, string.Empty)).Split('\n')
            where line.Length > 120 && (isSource || !(line.Contains('"') || line.Contains("://")))
            select $"{file}: {line.Trim()}"
        );

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)] private static partial Regex RawString();

    [GeneratedRegex(@"^\| `(\w+)` \| ", RegexOptions.Multiline)] private static partial Regex TableRow();

    /// <summary>A using directive, or a name that begins with a folder's namespace.</summary>
    [GeneratedRegex(@"Bootstrap\.(\w+)")] private static partial Regex Use();
}
