using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>
/// The folders of the product depend on each other in one direction: the order of the table in architecture.md.
/// </summary>
public partial class LayoutTests
{
    private static readonly string Source = Path.Combine(RepositoryFiles.Root, "src", "Bootstrap");

    private static readonly List<string> Order =
        [.. TableRow().Matches(RepositoryFiles.Read("docs/architecture.md")).Select(row => row.Groups[1].Value)];

    [Fact]
    public void Folders_OfTheProduct_AreTheRowsOfTheTable() =>
        Assert.Equal(
            Directory
                .GetDirectories(Source)
                .Select(folder => Path.GetFileName(folder))
                .Where(name => name is not ("bin" or "obj"))
                .Order(),
            Order.Order()
        );

    [Fact]
    public void Folders_OfTheProduct_UseOnlyThoseAboveThem()
    {
        var wrong =
            from file in Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[0]
            where Order.Contains(folder)
            from Match use in Use().Matches(File.ReadAllText(file))
            let used = use.Groups[1].Value
            where Order.Contains(used) && Order.IndexOf(used) > Order.IndexOf(folder)
            select $"{Path.GetRelativePath(Source, file)} uses {used}";

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

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawString();

    [GeneratedRegex(@"^\| `(\w+)` \| ", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    /// <summary>A using directive, or a name that begins with a folder's namespace.</summary>
    [GeneratedRegex(@"Bootstrap\.(\w+)")]
    private static partial Regex Use();
}
