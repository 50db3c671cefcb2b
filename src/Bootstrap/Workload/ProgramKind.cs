namespace Bootstrap.Workload;

/// <summary>Explains names that CreateProcess cannot start.</summary>
internal static class ProgramKind
{
    /// <summary>
    /// Commands that exist only inside cmd.exe
    /// (https://learn.microsoft.com/windows-server/administration/windows-commands).
    /// </summary>
    private static readonly string[] BuiltIns =
    [
        "assoc", "break", "call", "cd", "chdir", "cls", "color", "copy", "date", "del", "dir", "echo", "endlocal",
        "erase", "exit", "for", "ftype", "goto", "if", "md", "mkdir", "mklink", "move", "path", "pause", "popd",
        "prompt", "pushd", "rd", "rem", "ren", "rename", "rmdir", "set", "setlocal", "shift", "start", "time", "title",
        "type", "ver", "verify", "vol",
    ];

    /// <summary>Whether a name is a built-in command of cmd.exe.</summary>
    public static bool IsBuiltIn(string name) => BuiltIns.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A sentence that says how to run a file of this kind; null for a program and for an unknown kind.
    /// </summary>
    /// <param name="path">The file's path or name.</param>
    public static string? HintFor(string path)
    {
        var extension = path[Math.Max(path.LastIndexOf('.'), 0)..];
        var file = path[(path.AsSpan().LastIndexOfAny('\\', '/') + 1)..];
        return extension.ToUpperInvariant() switch
        {
            ".PS1" => $"Run a .ps1 file with PowerShell: powershell -File {file} (pwsh if the image has it).",
            ".DLL" => $"A .dll file is not a program. Run a .NET assembly with dotnet: dotnet {file}",
            ".JAR" => $"Run a .jar file with Java: java -jar {file}",
            ".PY" => $"Run a .py file with Python: python {file}",
            ".JS" or ".MJS" or ".CJS" => $"Run a {extension} file with Node.js: node {file}",
            ".VBS" or ".WSF" => $"Run a {extension} file with Windows Script Host: cscript //B {file}",
            ".SH" => "A .sh file needs a Unix shell, which Windows images do not have.",
            _ => null,
        };
    }
}
