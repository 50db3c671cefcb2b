namespace Bootstrap.EndToEnd;

/// <summary>The tested exe and the tests' programs, which <c>./build test</c> has built before.</summary>
internal static class Published
{
    private static readonly string Artifacts = Path.Combine(Repository.Root, "artifacts");

    /// <summary>
    /// The tested exe: bootstrap.exe, or the file in the environment variable BOOTSTRAP_EXE, such as the witness.
    /// </summary>
    public static string Exe => Environment.GetEnvironmentVariable("BOOTSTRAP_EXE") is { Length: > 0 } file
        ? Path.GetFullPath(file, Repository.Root)
        : Existing("win-x64", "bootstrap.exe");

    /// <summary>The exe with Microsoft's own MI client, which only <c>./build test --full</c> makes.</summary>
    public static string Witness => Path.Combine(Artifacts, "witness", "win-x64", "bootstrap.exe");

    /// <summary>
    /// A program that opens many sessions with our MI client, made together with <see cref="Witness"/>.
    /// </summary>
    public static string MiSoak => Path.Combine(Artifacts, "mi-soak", "mi-soak.exe");

    public static string SdkWorkload => Existing("workloads", "aws-sdk-workload.exe");

    /// <summary>One of the C workloads of sandbox/native/workloads.</summary>
    public static string Workload(string name) => Existing("sandbox", "workloads", name + ".exe");

    /// <summary>A workload's path as a Windows program sees it.</summary>
    public static string WindowsPath(string file) => CommandLine.ToWindowsPath(file);

    private static string Existing(params string[] parts)
    {
        var path = Path.Combine([Artifacts, .. parts]);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing: run ./build test, which makes it", path);
    }
}
