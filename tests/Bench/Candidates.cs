using System.Diagnostics;
using Sandbox;

namespace Bench;

/// <summary>The programs to compare, built in artifacts/bench.</summary>
internal static class Candidates
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "bench");

    public static string Exe { get; } = Path.Combine(Repository.Root, "artifacts", "win-x64", "bootstrap.exe");

    /// <summary>ILC's statistics of the size of each type and method, of an otherwise identical exe.</summary>
    public static string Statistics { get; } =
        Path.Combine(Folder, "build-statistics", "obj", "Bootstrap", "release_win-x64", "native", "bootstrap.mstat");

    public static string Measure { get; } = Floor("measure");

    public static string Workload { get; } = Windows(Floor("workload"));

    public static string Wrapper { get; } = Windows(Floor("wrapper"));

    public static string WrapperWithRoutes { get; } = Windows(Floor("wrapper-with-routes"));

    public static string WrapperWithDlls { get; } = Windows(Floor("wrapper-with-dlls"));

    public static string WrapperWithBcrypt { get; } = Windows(Floor("wrapper-with-bcrypt"));

    public static string WrapperWithThread { get; } = Windows(Floor("wrapper-with-thread"));

    public static string Bootstrap { get; } = Windows(Exe);

    public static string WithCom { get; } = Windows(Path.Combine(Folder, "com", "bootstrap.exe"));

    public static string WithImports { get; } = Windows(Path.Combine(Folder, "imports", "bootstrap.exe"));

    public static string Empty { get; } = Windows(Path.Combine(Folder, "empty", "empty.exe"));

    public static string CoreClr { get; } = Windows(Path.Combine(Folder, "coreclr", "bootstrap.exe"));

    public static void Build()
    {
        Run("make", "--silent", "-C", "tests/Bench/floor");
        Publish("tests/Bench/Empty", "empty", "build-empty");
        Publish("src/Bootstrap", "com", "build-com", "-p:NoCom=false");
        Publish("src/Bootstrap", "imports", "build-imports", "-p:LateDlls=false");
        Publish("src/Bootstrap", "statistics", "build-statistics", "-p:IlcGenerateMstatFile=true");

        // Compressed, because Wine 8 cannot map an assembly from the middle of a file. Without compression CoreCLR
        // ends with "Failed to load System.Private.CoreLib.dll (error code 0x80070057)".
        Publish(
            "src/Bootstrap", "coreclr", "build-coreclr", "-p:PublishAot=false", "--self-contained", "--runtime",
            "win-x64", "-p:PublishSingleFile=true", "-p:EnableCompressionInSingleFile=true"
        );
    }

    /// <summary>
    /// The size of the exe with other compiler settings: each alone, then all. Takes minutes the first time.
    /// </summary>
    public static IReadOnlyList<(string Settings, long Bytes)> Variants()
    {
        string[] settings = ["StackTraceSupport=false", "UseSystemResourceKeys=true"];
        return
        [
            .. settings
                .Select(setting => new[] { setting })
                .Append(settings)
                .Select(some =>
                {
                    var name = some.Length == 1 ? some[0].Split('=')[0] : "all";
                    Publish(
                        "src/Bootstrap", $"variants/{name}", $"build-{name}",
                        [.. some.Select(setting => $"-p:{setting}")]
                    );
                    return (
                        some.Length == 1 ? some[0] : "all of them",
                        new FileInfo(Path.Combine(Folder, "variants", name, "bootstrap.exe")).Length
                    );
                }),
        ];
    }

    /// <summary>Runs a tool in the repository's root and returns its stdout.</summary>
    public static string Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,

            // Otherwise Debian's launcher of Wine prints that wine32 is missing.
            Environment = { ["WINEDEBUG"] = "-all" },
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException(
                $"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}"
            );
    }

    /// <summary>Builds in a separate folder, so that the product's objects are not rebuilt each time.</summary>
    private static void Publish(string project, string output, string build, params string[] properties) =>
        Run(
            "dotnet",
            [
                "publish", project, "--output", Path.Combine(Folder, output),
                $"-p:ArtifactsPath={Path.Combine(Folder, build)}/", "--verbosity", "quiet",
                // Otherwise the exe contains the commit, and each commit rebuilds everything.
                "-p:IncludeSourceRevisionInInformationalVersion=false", .. properties,
            ]
        );

    private static string Floor(string name) => Path.Combine(Folder, "floor", $"{name}.exe");

    private static string Windows(string path) => "Z:" + path.Replace('/', '\\');
}
