namespace Sandbox;

/// <summary>
/// Paths in the repository. The sandbox runs only from a working copy, so it searches the parent folders of its
/// assembly (artifacts/bin/...).
/// </summary>
public static class Repository
{
    // Static members are initialised in textual order, so this one comes first.
    public static string Root { get; } = FindRoot();

    /// <summary>The script eng/sandbox.</summary>
    public static string Command { get; } = Path.Combine(Root, "eng", "sandbox");

    /// <summary>Built by <c>make -C sandbox/native</c>: stand-in DLLs, launch.exe and workloads/.</summary>
    public static string NativeOutput { get; } = Path.Combine(Root, "artifacts", "sandbox");

    /// <summary>The Wine prefix that is copied for each container; made by <c>eng/wine-prefix</c>.</summary>
    public static string WinePrefix { get; } = Path.Combine(NativeOutput, "wine-prefix");

    /// <summary>The folder of the topologies that come with the sandbox.</summary>
    public static string Topologies { get; } = Path.Combine(Root, "sandbox", "topologies");

    /// <summary>Creates a folder under artifacts, which holds everything that the sandbox builds.</summary>
    /// <exception cref="SandboxException">It cannot be created or is not writable.</exception>
    internal static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);

            // The folder may exist but belong to another user, or be on a read-only disk.
            using var probe = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(
                $"cannot write in {folder} ({error.Message.TrimEnd('.')}): the sandbox needs a working copy that this user may write to",
                error
            );
        }
    }

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
