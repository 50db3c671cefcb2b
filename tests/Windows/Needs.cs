using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Principal;

// All tests share the machine's routing table and its Docker, so none may run in parallel.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Bootstrap.WindowsTests;

/// <summary>A requirement of a check on the machine.</summary>
public enum Need
{
    /// <summary>Windows, and the right to change routes.</summary>
    Administrator,

    /// <summary>An unused adapter: see <see cref="ExpendableAdapter"/>.</summary>
    ExpendableAdapter,

    /// <summary>
    /// Docker with Windows containers, on a Windows Server version that <see cref="ContainerImages"/> has base images
    /// for.
    /// </summary>
    Containers,
}

/// <summary>
/// The reason why a check cannot run here, or null. With <c>WINDOWS_CHECKS=all</c>, which the workflow sets, nothing is
/// skipped on Windows: a missing requirement is a failure, so that a changed runner is noticed.
/// </summary>
internal static class Needs
{
    private static readonly Lazy<bool> HasWindowsContainers = new(() =>
        Succeeds("docker", "version", "--format", "{{.Server.Os}}") is "windows"
    );

    public static string? Missing(Need need) =>
        !OperatingSystem.IsWindows() ? "needs Windows"
        : Environment.GetEnvironmentVariable("WINDOWS_CHECKS") == "all" ? null
        : !IsAdministrator() ? "needs an administrator"
        : need == Need.ExpendableAdapter && !ExpendableAdapter.IsPossible
            ? "needs Hyper-V's New-VMSwitch, or WINDOWS_CHECKS_ADAPTER with an adapter's name"
        : need == Need.Containers && !HasWindowsContainers.Value ? "needs docker with Windows containers"
        : need == Need.Containers && ContainerImages.BaseTag is null
            ? "needs Windows Server 2022 or 2025 (for process isolation)"
        : null;

    private static bool IsAdministrator()
    {
        using var identity = WindowsIdentity.GetCurrent();
        return new WindowsPrincipal(identity).IsInRole(WindowsBuiltInRole.Administrator);
    }

    private static string? Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    CreateNoWindow = true,
                }
            )!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>A check on Windows; skipped with the reason if it cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WindowsFactAttribute : FactAttribute
{
    public WindowsFactAttribute(
        Need need = Need.Administrator,
        [CallerFilePath] string? sourceFilePath = null,
        [CallerLineNumber] int sourceLineNumber = -1
    )
        : base(sourceFilePath, sourceLineNumber)
    {
        Need = need;
        Skip = Needs.Missing(need);
    }

    public Need Need { get; }
}

/// <summary>A <see cref="WindowsFactAttribute"/> with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WindowsTheoryAttribute : TheoryAttribute
{
    public WindowsTheoryAttribute(
        Need need = Need.Administrator,
        [CallerFilePath] string? sourceFilePath = null,
        [CallerLineNumber] int sourceLineNumber = -1
    )
        : base(sourceFilePath, sourceLineNumber)
    {
        Need = need;
        Skip = Needs.Missing(need);
    }

    public Need Need { get; }
}
