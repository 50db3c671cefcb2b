namespace Repository.Tests;

/// <summary>The repository's own files, by their paths from its root.</summary>
internal static class RepositoryFiles
{
    private static readonly Lazy<IReadOnlyList<string>> Listed = new(() => ListAsync().GetAwaiter().GetResult());

    /// <summary>The tests are in artifacts/bin/PROJECT/CONFIGURATION.</summary>
    public static string Root { get; } = Path.GetFullPath("../../../..", AppContext.BaseDirectory);

    /// <summary>The files that git knows or would take; none that is built or ignored.</summary>
    public static IReadOnlyList<string> All => Listed.Value;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The files below a folder whose names end so.</summary>
    public static IEnumerable<string> Under(string folder, string ending = "") =>
        All.Where(file => file.StartsWith(folder + "/", Ordinal) && file.EndsWith(ending, Ordinal));

    /// <summary>Whether it is one of the files, or a folder of some.</summary>
    public static bool Has(string path) => All.Contains(path) || Under(path).Any();

    /// <summary>What a file means by a path that starts at its folder.</summary>
    public static string Beside(string file, string path) => Path.TrimEndingDirectorySeparator(
        Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(file)!, path))));

    private static async Task<IReadOnlyList<string>> ListAsync()
    {
        string[] arguments =
            ["-c", $"safe.directory={Root}", "ls-files", "--deduplicate", "--cached", "--others", "--exclude-standard"];
        var listed = await Tool.PassAsync(minutes: 1, "git", arguments);
        return [.. listed.Split('\n').Where(file => File.Exists(Path.Combine(Root, file)))];
    }
}
