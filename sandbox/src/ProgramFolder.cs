using System.Globalization;
using System.Text;

namespace Sandbox;

/// <summary>
/// The input and the result of one program's start, as files on drive C. A Linux command line cannot carry a Windows
/// command line unchanged, and a Linux exit status cannot carry a Windows exit code.
/// </summary>
internal sealed class ProgramFolder
{
    private readonly string _linux;
    private readonly string _windows;

    public ProgramFolder(
        WinePrefix prefix, int number, CommandLine command, IEnumerable<KeyValuePair<string, string>> environment
    )
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        _linux = Directory.CreateDirectory(Path.Combine(prefix.DriveC, "sandbox", "programs", name)).FullName;
        _windows = $@"C:\sandbox\programs\{name}\";
        Tag = $"SANDBOX_PROGRAM={Path.GetFileName(prefix.Folder)}-{name}";

        var variables = string.Concat(environment.Select(pair => $"{pair.Key}={pair.Value}\0"));
        File.WriteAllBytes(Path.Combine(_linux, "command-line"), Encoding.Unicode.GetBytes(command.Text));
        File.WriteAllBytes(Path.Combine(_linux, "environment"), Encoding.Unicode.GetBytes(variables));
    }

    /// <summary>NAME=VALUE in the Linux environment of each of the program's processes.</summary>
    public string Tag { get; }

    /// <summary>Written by launch.exe, like the other two files.</summary>
    public string ExitCodeFile => Path.Combine(_linux, "exit-code");

    /// <summary>How often launch.exe has tried to start the program; 0 if Wine has not started launch.exe.</summary>
    public int Attempts => File.Exists(AttemptsFile) ? File.ReadAllLines(AttemptsFile).Length : 0;

    /// <summary>
    /// Whether launch.exe exists. If not, the failed start is not Wine's fault.
    /// </summary>
    public bool CanLaunch => File.Exists(Path.Combine(_linux, "..", "..", "launch.exe"));

    /// <summary>Whether the program has been started.</summary>
    public bool HasStarted => File.Exists(ProcessIdFile);

    /// <summary>Deletes the files that launch.exe has written, before another start.</summary>
    public void Clear()
    {
        File.Delete(AttemptsFile);
        File.Delete(ExitCodeFile);
        File.Delete(ProcessIdFile);
    }

    private string ProcessIdFile => Path.Combine(_linux, "process-id");

    private string AttemptsFile => Path.Combine(_linux, "attempts");

    /// <summary>The command line for Wine.</summary>
    public IReadOnlyList<string> Launch =>
    [
        @"C:\sandbox\launch.exe",
        "--attempts-file", _windows + "attempts",
        "--exit-code-file", _windows + "exit-code",
        "--process-id-file", _windows + "process-id",
        "--environment-file", _windows + "environment",
        "--command-line-file", _windows + "command-line",
    ];
}
