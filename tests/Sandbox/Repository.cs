namespace Sandbox;

/// <summary>
/// Where things are in the repository. The sandbox is only ever run from a working copy, so it finds the
/// repository by walking up from its own assembly (artifacts/bin/...).
/// </summary>
public static class Repository
{
    // Static members are set in the order of the text: this one comes first.
    public static string Root { get; } = FindRoot();

    /// <summary>The command line.</summary>
    public static string Command { get; } = Path.Combine(Root, "eng", "sandbox");

    /// <summary>Built by <c>make -C tests/native</c>: stand-in DLLs, launch.exe and workloads/.</summary>
    public static string NativeOutput { get; } = Path.Combine(Root, "artifacts", "sandbox");

    /// <summary>The Wine prefix that is copied for each container; made by <c>eng/wine-prefix</c>.</summary>
    public static string WinePrefix { get; } = Path.Combine(NativeOutput, "wine-prefix");

    /// <summary>The folder of the topologies that come with the sandbox.</summary>
    public static string Topologies { get; } = Path.Combine(Root, "tests", "Sandbox", "topologies");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "eng", "sandbox")))
            {
                return folder;
            }
        }

        throw new SandboxException($"{AppContext.BaseDirectory} is not inside a working copy of the repository");
    }
}
