using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>The tests, and what helps them, by name: documents call them as witnesses.</summary>
internal static partial class TestSources
{
    /// <summary>What a document calls by class and method, a class being what its file is called.</summary>
    public const string QualifiedName = @"(?<class>[A-Z]\w*(?:Tests|Extensions))\.(?<method>\w+)";

    /// <summary>Every method below tests/ and sandbox/tests/, with its file.</summary>
    public static IReadOnlyList<(string File, string Class, string Method)> Methods { get; } =
        [.. from file in RepositoryFiles.Under("tests", ".cs").Concat(RepositoryFiles.Under("sandbox/tests", ".cs"))
            from Match method in Method().Matches(RepositoryFiles.Read(file))
            select (file, Path.GetFileNameWithoutExtension(file), method.Groups["name"].Value)];

    [GeneratedRegex(@"^    (?:public|private|internal) (?:static )?(?:async )?(?:void|Task|Task<\w+>) (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Method();
}
