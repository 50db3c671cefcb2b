namespace Bootstrap.WindowsTests;

/// <summary>Windows PowerShell, for tasks that need cmdlets: switches, addresses, firewall rules.</summary>
internal static class PowerShell
{
    private static readonly string Program = Path.Combine(
        Environment.SystemDirectory, @"WindowsPowerShell\v1.0\powershell.exe"
    );

    /// <summary>Runs a script, which must succeed; returns its output.</summary>
    public static async Task<string> RunAsync(string script)
    {
        // -EncodedCommand avoids quoting. It requires UTF-16.
        var encoded = Convert.ToBase64String(System.Text.Encoding.Unicode.GetBytes(
            $"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; {script}"));
        var result = await Programs.RunAsync(Program, $"-NoProfile -NonInteractive -EncodedCommand {encoded}");
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"PowerShell failed: {script}\n{result}");
    }
}
