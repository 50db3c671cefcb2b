namespace Bootstrap.Workload;

/// <summary>
/// Finds the workload's program: in the current folder and on PATH, as at a command prompt, then in System32 and the
/// Windows folder, where CreateProcess looks too. An image easily loses System32 from PATH: Docker expands no
/// <c>%PATH%</c> on Windows (https://github.com/moby/moby/issues/30033).
/// </summary>
/// <remarks>
/// Windows' own search in CreateProcess begins in the folder of the calling exe, which here is ours, knows no PATHEXT,
/// and tries several readings of an unquoted path with spaces. So the search is done here, and CreateProcess gets a
/// full path.
/// </remarks>
/// <param name="currentFolder">The folder that relative paths start from.</param>
/// <param name="path">PATH, or null.</param>
/// <param name="pathExtensions">PATHEXT, or null for Windows' default.</param>
/// <param name="systemFolder">Windows' system folder, System32; its parent is the Windows folder.</param>
/// <param name="fileExists">Whether a path names a file (no folder).</param>
/// <param name="folderExists">Whether a path names a folder.</param>
internal sealed class ProgramLookup(
    string currentFolder, string? path, string? pathExtensions, string systemFolder, Func<string, bool> fileExists,
    Func<string, bool> folderExists
)
{
    /// <summary>What CreateProcess can start. PATHEXT usually names script types too, which it cannot.</summary>
    private static readonly string[] Startable = [".com", ".exe", ".bat", ".cmd"];

    private readonly List<string> _extensions = Extensions(pathExtensions ?? ".COM;.EXE;.BAT;.CMD");

    /// <summary>
    /// The program's full path, or null when there is no such file. A name with an extension is tried as it is first. A
    /// name without one gets PATHEXT's extensions in all folders, and only then stands for itself: at a prompt and for
    /// CreateProcess a script for Unix beside or before an exe of the same name does not count.
    /// </summary>
    /// <param name="name">The program as the user wrote it: a name, or a path with either kind of slash.</param>
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

    /// <summary>Whether the name is a folder's, so that "not found" would mislead.</summary>
    public bool IsFolder(string name) =>
        name.Length > 0 && folderExists(Combine(currentFolder, name.Replace('/', '\\')));

    private static string[] Split(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<string> Extensions(string pathExtensions)
    {
        var extensions = Split(pathExtensions).Where(extension => IsAmong(Startable, extension));
        if (!IsAmong(extensions, ".exe"))
        {
            extensions.Add(".exe"); // CreateProcess implies it, whatever PATHEXT says
        }

        return extensions;
    }

    private static bool IsAmong(IEnumerable<string> extensions, string extension) =>
        extensions.Any(known => known.Equals(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// By Windows' rules on every system. A path with a drive, and a UNC path, stands for itself; one that starts with
    /// a backslash starts at the root of the current drive.
    /// </summary>
    private string Combine(string folder, string file) =>
        file.StartsWith(@"\\", StringComparison.Ordinal) || file is [_, ':', ..] ? file
        : file[0] != '\\' ? $@"{folder.TrimEnd('\\')}\{file}"
        : currentFolder is [_, ':', ..] ? currentFolder[..2] + file
        : file;
}
