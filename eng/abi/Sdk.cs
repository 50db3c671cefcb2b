using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Bootstrap.Abi;

/// <summary>The Windows SDK in NuGet's cache, and clang, which reads its headers.</summary>
internal sealed class Sdk : IDisposable
{
    private static readonly string[] Parts = ["um", "shared", "ucrt"];

    private readonly string _work = Directory.CreateTempSubdirectory("abi-").FullName;
    private readonly string _overlay;
    private readonly string _ours;

    public Sdk(string root)
    {
        _ours = Path.Combine(root, "eng", "abi");
        Headers = Directory.GetDirectories(Path.Combine(Metadata("WindowsSdk"), "Include")).Single();
        Libraries = Metadata("WindowsSdkLibraries");

        // The headers include each other with another case than the files' names.
        _overlay = Path.Combine(_work, "overlay.json");
        var roots = new JsonArray([.. Parts.Select(part => Tree(Path.Combine(Headers, part), $"/sdk/{part}"))]);
        File.WriteAllText(
            _overlay, new JsonObject
            {
                ["version"] = 0,
                ["case-sensitive"] = "false",
                ["roots"] = roots,
            }.ToJsonString()
        );
    }

    public string Headers { get; }

    public string Libraries { get; }

    public string Version => Path.GetFileName(Headers);

    /// <summary>Compiles a text or a file; returns clang's output.</summary>
    public (bool Succeeds, string Output) Compile(string source, string extension, params string[] options)
    {
        var file = Path.Combine(_work, $"source{extension}");
        File.WriteAllText(file, source);
        return CompileFile(file, options);
    }

    public (bool Succeeds, string Output) CompileFile(string file, params string[] options) =>
        Run(
            "clang-19",
            [
                "--target=x86_64-pc-windows-msvc", "-fms-extensions", "-fms-compatibility", "-Wno-everything",
                "-fsyntax-only", "-ferror-limit=0", "-fno-color-diagnostics", "-ivfsoverlay", _overlay, "-isystem",
                Path.Combine(_ours, "vc"), "-isystem", "/sdk/um", "-isystem", "/sdk/shared", "-isystem", "/sdk/ucrt",
                "-I", _ours, .. options, file,
            ]
        );

    /// <summary>One line for each error, with its source line.</summary>
    public static IReadOnlyList<string> Errors((bool Succeeds, string Output) compiled)
    {
        if (compiled.Succeeds)
        {
            return [];
        }

        var lines = compiled.Output.Split('\n');
        return
        [
            .. lines
                .Select(
                    (line, index) =>
                        (Line: line, Source: index + 1 < lines.Length ? lines[index + 1].Trim() : string.Empty)
                )
                .Where(pair => pair.Line.Contains("error: ", StringComparison.Ordinal))
                .Select(pair =>
                    $"{pair.Line[(pair.Line.IndexOf("error: ", StringComparison.Ordinal) + "error: ".Length)..]}: {pair.Source}"
                )
                .DefaultIfEmpty(compiled.Output),
        ];
    }

    /// <summary>An import library, such as um/x64/OneCore.Lib: its members are named after DLLs.</summary>
    public Library Library(string file)
    {
        var (succeeds, output) = Run("x86_64-w64-mingw32-nm", [Path.Combine(Libraries, file)]);
        var functions = output.Split("\n\n")
            .Select(member => member.Trim().Split('\n'))
            .SelectMany(lines => lines.Select(line => (Dll: lines[0].TrimEnd(':'), Symbol: line.Split(' ')[^1])))
            .Where(line => line.Symbol.StartsWith("__imp_", StringComparison.Ordinal))
            .ToLookup(line => line.Symbol["__imp_".Length..], line => line.Dll, StringComparer.Ordinal);
        return functions.Count > 0
            ? new Library(Path.GetFileName(file), functions)
            : throw new InvalidOperationException($"nm found no function in {file} (succeeds: {succeeds}): {output}");
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    private static string Metadata(string key)
    {
        var folder = typeof(Sdk)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
        return Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException($"{folder} is missing: ./build abi restores it");
    }

    private static JsonObject Tree(string folder, string? name = null) =>
        new()
        {
            ["name"] = name ?? Path.GetFileName(folder),
            ["type"] = "directory",
            ["contents"] = new JsonArray([
                .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(inner => Tree(inner)),
                .. Directory
                    .GetFiles(folder)
                    .Order(StringComparer.Ordinal)
                    .Select(file => new JsonObject
                    {
                        ["name"] = Path.GetFileName(file),
                        ["type"] = "file",
                        ["external-contents"] = file,
                    }),
            ]),
        };

    private static (bool Succeeds, string Output) Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode == 0, output + error.Result);
    }
}
