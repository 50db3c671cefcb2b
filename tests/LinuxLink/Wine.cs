using System.Diagnostics;
using System.Globalization;
using LinuxLink.Tests;

[assembly: AssemblyFixture(typeof(Wine))]

namespace LinuxLink.Tests;

/// <summary>What a Windows program left behind: its whole 32-bit exit code and the lines it wrote to stdout.</summary>
public sealed record WindowsResult(uint ExitCode, IReadOnlyList<string> Lines);

/// <summary>
/// Runs the Windows programs of Programs/ in a copy of the Wine prefix that SANDBOX_WINE_PREFIX_TEMPLATE names,
/// and skips the calling test where that cannot be done.
/// </summary>
public sealed class Wine : IAsyncLifetime
{
    /// <summary>STATUS_STACK_BUFFER_OVERRUN: how Windows reports that a program failed fast.</summary>
    public const uint FailedFast = 0xC0000409;

    /// <summary>What the programs return when nothing stopped them: no code that Wine gives by itself.</summary>
    public const uint RanToItsEnd = 42;

    private const int WineAttempts = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Programs = Path.Combine(AppContext.BaseDirectory, "programs");

    private readonly string? _template = Environment.GetEnvironmentVariable("SANDBOX_WINE_PREFIX_TEMPLATE");
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("linux-link-");

    private string Prefix => Path.Combine(_temporary.FullName, "prefix");

    private string ServerFolder => Path.Combine("/tmp", _temporary.Name + "-wine");

    private string? WhyNot =>
        OperatingSystem.IsWindows() ? "Microsoft's linker and runtime are used on Windows; there is nothing to test."
        : string.IsNullOrEmpty(_template) ? "SANDBOX_WINE_PREFIX_TEMPLATE does not name a Wine prefix."
        : !Directory.Exists(Programs) ? "The Windows programs were not built: clang or lld is missing (eng/setup)."
        : null;

    public async ValueTask InitializeAsync()
    {
        if (WhyNot is null)
        {
            // cp keeps the prefix's symbolic links.
            await RunToolAsync("cp", ["-a", _template!, Prefix]);

            // Debian's Wine reads from this file which folder of /tmp holds its server's sockets. The template's value
            // is for sandboxes, which have a private /tmp/.wine-0. If the file is writable or readable by other users,
            // Wine deletes it and uses a new folder, so two programs at once would delete each other's folder.
            await RunToolAsync("mkdir", ["-m", "700", ServerFolder]);
            var server = Path.Combine(Prefix, "wineserver");
            File.Delete(server);
            await File.WriteAllTextAsync(server, Path.GetFileName(ServerFolder));
            await RunToolAsync("chmod", ["400", server]);

            // The server runs until -k. If it ended when idle, it could race with the start of the next program.
            await RunToolAsync("wineserver", ["--persistent"]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (WhyNot is null)
        {
            // Ends the server of this prefix, which would otherwise keep writing into the folder.
            await RunToolAsync("wineserver", ["-k", "-w"]);
            Directory.Delete(ServerFolder, recursive: true);
        }

        _temporary.Delete(recursive: true);
    }

    /// <summary>Runs programs/NAME.exe.</summary>
    public async Task<WindowsResult> RunAsync(string program, params IEnumerable<string> arguments)
    {
        Assert.SkipWhen(WhyNot is not null, WhyNot ?? "");

        // exitcode.exe always prints a line. Without one, Wine has ended before it started the program.
        var output = string.Empty;
        for (var attempt = 0; attempt < WineAttempts && output.Length == 0; attempt++)
        {
            output = await RunToolAsync("wine", [Executable("exitcode"), Executable(program), .. arguments]);
        }

        var lines = output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("exit 0x", lines.LastOrDefault(), StringComparison.Ordinal);
        return new WindowsResult(
            uint.Parse(lines[^1].AsSpan(7), NumberStyles.HexNumber, CultureInfo.InvariantCulture), lines[..^1]
        );
    }

    private static string Executable(string program) => Path.Combine(Programs, program + ".exe");

    private async Task<string> RunToolAsync(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true };
        start.Environment["WINEPREFIX"] = Prefix;
        start.Environment["WINEDEBUG"] = "-all";
        start.Environment["LC_ALL"] = "C.UTF-8"; // Wine decodes its arguments with it; a new machine has no locale.

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{command} {string.Join(' ', arguments)} did not end within {Patience.TotalSeconds} s."
            );
        }
    }
}
