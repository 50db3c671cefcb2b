namespace Bootstrap.EndToEnd;

/// <summary>What is tested and what it is tested with: files that <c>./build test</c> has made before.</summary>
internal static class Published
{
    private static readonly string Artifacts = Path.Combine(Repository.Root, "artifacts");

    public static string Exe => Existing("win-x64", "bootstrap.exe");

    public static string SdkWorkload => Existing("workloads", "aws-sdk-workload.exe");

    /// <summary>One of the C workloads of sandbox/native/workloads.</summary>
    public static string Workload(string name) => Existing("sandbox", "workloads", name + ".exe");

    /// <summary>A workload's path as a Windows program sees it.</summary>
    public static string WindowsPath(string file) => CommandLine.ToWindowsPath(file);

    private static string Existing(params string[] parts)
    {
        var path = Path.Combine([Artifacts, .. parts]);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: run ./build test, which makes it", path);
    }
}
