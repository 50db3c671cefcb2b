namespace Bootstrap.EndToEnd;

/// <summary>
/// Planted DLLs and links (SECURITY.md, "What code it loads"). The planted DLL has no working code: if it were loaded,
/// the start would fail, or the process would list the module.
/// </summary>
public sealed class HostileFilesTests
{
    /// <summary>The DLLs that the exe imports or loads later, and their dependencies.</summary>
    private static readonly string[] Names =
    [
        "advapi32.dll", "bcrypt.dll", "iphlpapi.dll", "ole32.dll", "winhttp.dll", "mi.dll", "ws2_32.dll",
        "ucrtbase.dll", "crypt32.dll", "api-ms-win-crt-convert-l1-1-0.dll", "api-ms-win-crt-heap-l1-1-0.dll",
        "api-ms-win-crt-runtime-l1-1-0.dll", "api-ms-win-crt-stdio-l1-1-0.dll", "api-ms-win-crt-string-l1-1-0.dll",
        "api-ms-win-crt-math-l1-1-0.dll",
    ];

    /// <summary>
    /// This covers only DLLs that our code loads: Wine's loader ignores DependentLoadFlags and searches imports beside
    /// the exe. ExeTests checks that the flag is set.
    /// </summary>
    private static readonly string[] LoadedByCall = ["winhttp.dll", "mi.dll", "iphlpapi.dll", "advapi32.dll"];

    [Fact]
    public async Task PlantedBesideTheExe_WhatWeLoadOurselves_IsNotLoaded() =>
        await AssertNothingPlantedIsLoadedAsync(LoadedByCall, besideTheExe: true);

    [Fact]
    public async Task PlantedInTheCurrentFolderAndOnPath_NothingIsLoaded() =>
        await AssertNothingPlantedIsLoadedAsync(Names, besideTheExe: false);

    private static async Task AssertNothingPlantedIsLoadedAsync(string[] names, bool besideTheExe)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var folder = container.ToLinuxPath(@"C:\app");
        Directory.CreateDirectory(folder);
        foreach (var name in names)
        {
            // Another DLL under this name, without the requested functions.
            File.Copy(
                Path.Combine(Repository.Root, "artifacts", "sandbox", "workloads", "exit-code.exe"),
                Path.Combine(folder, name)
            );
        }

        var exe = Published.Exe;
        if (besideTheExe)
        {
            exe = Path.Combine(folder, "bootstrap.exe");
            File.Copy(Published.Exe, exe);
        }

        var options = new RunOptions
        {
            WorkingDirectory = besideTheExe ? null : folder,
            Environment = new Dictionary<string, string> { ["PATH"] = @"C:\app;C:\windows\system32;C:\windows" },
        };
        var result = await RunAsync(container, exe, options, "--wait-for-credentials", "20s");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.True(!result.StandardError.Contains("iphelper", StringComparison.Ordinal), result.ToString());

        // The kernel's list of mapped files: none is from that folder while the workload runs.
        var running = container.Start(
            CommandLine.From(
                exe, "--watch", "--wait-for-credentials", "20s", "--", @"C:\windows\system32\cmd.exe", "/c",
                $"echo there& {Published.WindowsPath(Published.Workload("sleep"))} 600000"
            ),
            options, TestContext.Current.CancellationToken
        );
        await running.WaitForOutputAsync("there", TimeSpan.FromSeconds(60));
        var mapped = await container.AskOfBootstrapAsync("grep -i 'drive_c\\|/wine/' $p/maps");
        await running.KillAsync();
        Assert.Contains("/mi.dll", mapped, StringComparison.OrdinalIgnoreCase);

        // A request that reached the host proves that WinHTTP was loaded. Wine 10, unlike Wine 8, may have unloaded it.
        Assert.Contains(
            container.Requests,
            request => request.Path.StartsWith("/v2/credentials/", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            mapped.Split('\n'),
            line =>
                line.Contains("/drive_c/app/", StringComparison.OrdinalIgnoreCase)
                && !line.Contains("bootstrap.exe", StringComparison.OrdinalIgnoreCase)
        );
    }

    private static Task<RunResult> RunAsync(
        Container container, string exe, RunOptions? options = null,
        params string[] arguments
    ) =>
        container.RunAsync(
            CommandLine.From(exe, [.. arguments, "--", Published.WindowsPath(Published.Workload("exit-code")), "7"]),
            options, TestContext.Current.CancellationToken
        );
}
