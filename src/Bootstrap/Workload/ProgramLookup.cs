namespace Bootstrap.Workload;

/// <summary>
/// Finds the workload's program: in the current folder and in PATH, as at a command prompt, then in System32 and the
/// Windows folder, which CreateProcess also searches. Images often lose System32 from PATH, because Docker does not
/// expand <c>%PATH%</c> on Windows (https://github.com/moby/moby/issues/30033).
/// </summary>
/// <remarks>
/// CreateProcess gets a full path, because its own search differs: it starts in the folder of bootstrap.exe, ignores
/// PATHEXT, and tries several interpretations of an unquoted path with spaces.
/// </remarks>
/// <param name="currentFolder">The folder that relative paths start from.</param>
/// <param name="path">PATH, or null.</param>
/// <param name="pathExtensions">PATHEXT, or null for the default of Windows.</param>
/// <param name="systemFolder">The system folder, System32; its parent is the Windows folder.</param>
/// <param name="fileExists">Whether a path names a file, not a folder.</param>
/// <param name="folderExists">Whether a path names a folder.</param>
internal sealed class ProgramLookup(
    string currentFolder, string? path, string? pathExtensions, string systemFolder, Func<string, bool> fileExists,
    Func<string, bool> folderExists
)
{
    /// <summary>The types that CreateProcess starts. PATHEXT usually also contains script types.</summary>
    private static readonly string[] Startable = [".com", ".exe", ".bat", ".cmd"];

    private readonly List<string> _extensions = Extensions(pathExtensions ?? ".COM;.EXE;.BAT;.CMD");

    /// <summary>
    /// The program's full path, or null if there is no such file. A name with an extension is first tried unchanged. A
    /// name without one is tried with the extensions of PATHEXT in all folders, and then unchanged: like a command
    /// prompt and CreateProcess, this prefers an exe to a Unix script with the same name.
    /// </summary>
    /// <param name="name">The program as the user wrote it: a name, or a path with slashes or backslashes.</param>
    public string? Find(string name)
    {
        var program = name.Replace('/', '\\');
        if (program.Length == 0 || program.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        List<string> folders = program.AsSpan().IndexOfAny('\\', ':') >= 0
            ? [currentFolder]
            :
            [
                currentFolder,
                .. Split(path ?? string.Empty).Select(folder => folder.Trim('"')),
                systemFolder,
                systemFolder[..Math.Max(systemFolder.LastIndexOf('\\'), 0)],
            ];

        var extended = _extensions.Select(extension => program + extension);
        return program.LastIndexOf('.') > program.LastIndexOf('\\')
            ? FirstFile([program, .. extended])
            : FirstFile(extended) ?? FirstFile([program]);

        string? FirstFile(List<string> names) => folders
            .SelectMany(folder => names.Select(file => Combine(folder, file)))
            .Find(file => fileExists(file));
    }

    /// <summary>Whether the name is that of a folder, for a better message than "not found".</summary>
    public bool IsFolder(string name) =>
        name.Length > 0 && folderExists(Combine(currentFolder, name.Replace('/', '\\')));

    private static string[] Split(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<string> Extensions(string pathExtensions)
    {
        var extensions = Split(pathExtensions).Where(extension => IsAmong(Startable, extension));
        if (!IsAmong(extensions, ".exe"))
        {
            extensions.Add(".exe"); // CreateProcess tries it always, independent of PATHEXT.
        }

        return extensions;
    }

    private static bool IsAmong(IEnumerable<string> extensions, string extension) =>
        extensions.Any(known => known.Equals(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Combines paths by the rules of Windows, on every operating system. A path with a drive and a UNC path are not
    /// changed. A path that starts with a backslash starts at the root of the current drive.
    /// </summary>
    private string Combine(string folder, string file) => file switch
    {
        ['\\', '\\', ..] or [_, ':', ..] => file,
        not ['\\', ..] => $@"{folder.TrimEnd('\\')}\{file}",
        _ => currentFolder is [_, ':', ..] ? currentFolder[..2] + file : file,
    };
}
