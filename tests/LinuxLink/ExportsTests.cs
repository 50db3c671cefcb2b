namespace LinuxLink.Tests;

/// <summary>The .def files of the runtime, by Programs/exports.c.</summary>
public sealed class ExportsTests(Wine wine)
{
    private static readonly DirectoryInfo Folder = new(Path.Combine(AppContext.BaseDirectory, "exports"));

    public static TheoryData<string> Definitions =>
        [.. Folder.EnumerateFiles("*.def").Select(file => file.Name).Order()];

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task Definition_WhenItNamesAFunction_TheDllExportsIt(string definition)
    {
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(Folder.FullName, definition), TestContext.Current.CancellationToken
        );
        var library = lines.Single(line => line.StartsWith("LIBRARY ", StringComparison.Ordinal))["LIBRARY ".Length..];
        var functions = lines.SkipWhile(line => line != "EXPORTS").Skip(1);

        // A function that does not exist, to prove that a missing one is detected.
        var result = await wine.RunAsync("exports", [library, "no_such_function", .. functions]);

        Assert.Equal(["no_such_function"], result.Lines);
        Assert.Equal(Wine.RanToItsEnd, result.ExitCode);
    }
}
