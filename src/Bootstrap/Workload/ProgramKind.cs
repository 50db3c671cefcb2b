namespace Bootstrap.Workload;

/// <summary>What a name that CreateProcess cannot start is likely to be, and how it is run.</summary>
internal static class ProgramKind
{
    /// <summary>
    /// Commands that exist inside cmd.exe alone
    /// (https://learn.microsoft.com/windows-server/administration/windows-commands).
    /// </summary>
    private static readonly string[] BuiltIns =
    [
        "assoc", "break", "call", "cd", "chdir", "cls", "color", "copy", "date", "del", "dir", "echo", "endlocal",
        "erase", "exit", "for", "ftype", "goto", "if", "md", "mkdir", "mklink", "move", "path", "pause", "popd",
        "prompt", "pushd", "rd", "rem", "ren", "rename", "rmdir", "set", "setlocal", "shift", "start", "time", "title",
        "type", "ver", "verify", "vol",
    ];

    /// <summary>Whether a name is a command of cmd.exe, which is no file.</summary>
    public static bool IsBuiltIn(string name) => BuiltIns.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How a file of this kind is run, as a sentence, or null for a program and for kinds that are not known.
    /// </summary>
    /// <param name="path">The file's path or name.</param>
    public static string? HintFor(string path)
    {
        var extension = path[Math.Max(path.LastIndexOf('.'), 0)..];
        var file = path[(path.AsSpan().LastIndexOfAny('\\', '/') + 1)..];
        return extension.ToUpperInvariant() switch
        {
            ".PS1" => $"A .ps1 file is run by PowerShell: powershell -File {file} (pwsh in an image that has it).",
            ".DLL" => $"A .dll file is no program; one of .NET is run by dotnet: dotnet {file}",
            ".JAR" => $"A .jar file is run by Java: java -jar {file}",
            ".PY" => $"A .py file is run by Python: python {file}",
            ".JS" or ".MJS" or ".CJS" => $"A {extension} file is run by Node.js: node {file}",
            ".VBS" or ".WSF" => $"A {extension} file is run by Windows Script Host: cscript //B {file}",
            ".SH" => "A .sh file is run by a Unix shell, which Windows images do not have.",
            _ => null,
        };
    }
}
