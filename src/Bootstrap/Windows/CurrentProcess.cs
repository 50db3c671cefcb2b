using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Text;

namespace Bootstrap.Windows;

/// <summary>This process.</summary>
[SupportedOSPlatform("windows")]
internal static class CurrentProcess
{
    /// <summary>
    /// The command line exactly as the container runtime handed it over: .NET's <c>args</c> have lost their quoting.
    /// Our own path is put in quotes where it has none and contains a space, so that its end can be found.
    /// </summary>
    public static string CommandLine
    {
        get
        {
            var line = Marshal.PtrToStringUni(Kernel32.GetCommandLineW()) ?? string.Empty;
            return line.StartsWith('"') ? line : CommandLineText.QuoteProgramName(line, Environment.ProcessPath);
        }
    }

    /// <summary>
    /// An environment variable's value, or null: one that begins with <c>DOTNET_</c> too, which
    /// <see cref="Environment.GetEnvironmentVariable(string)"/> does not find in this exe (eng/no-dotnet-variables).
    /// </summary>
    /// <param name="name">Its name; letter case does not matter.</param>
    public static string? Variable(string name)
    {
        if (!name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase))
        {
            return Environment.GetEnvironmentVariable(name);
        }

        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (string.Equals((string)variable.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return (string?)variable.Value;
            }
        }

        return null;
    }

    /// <summary>
    /// Ends this process at once (TerminateProcess). ExitProcess would tell each DLL, under the loader lock, and a
    /// thread that was left behind in a call to WMI could hold that lock for ever.
    /// </summary>
    /// <param name="exitCode">The exit code.</param>
    public static void End(uint exitCode) => Kernel32.TerminateProcess(-1, exitCode);
}
