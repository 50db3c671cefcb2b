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
    /// The command line exactly as the container runtime passed it: .NET's <c>args</c> have lost their quotes. Our path
    /// is put in quotes if it contains a space and has none, so that its end is unambiguous.
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
    /// An environment variable's value, or null. Also finds names that begin with <c>DOTNET_</c>, which
    /// <see cref="Environment.GetEnvironmentVariable(string)"/> does not find in this exe (eng/no-dotnet-variables).
    /// </summary>
    /// <param name="name">Its name; case does not matter.</param>
    public static string? Variable(string name)
    {
        if (!name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase))
        {
            return Environment.GetEnvironmentVariable(name);
        }

        IEnumerator variables = Environment.GetEnvironmentVariables().GetEnumerator();
        while (variables.MoveNext())
        {
            var variable = (DictionaryEntry)variables.Current;
            if (string.Equals((string)variable.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return (string?)variable.Value;
            }
        }

        return null;
    }

    /// <summary>Sets an environment variable. The library's method adds 1 KB to the exe.</summary>
    public static unsafe void SetVariable(string name, string value)
    {
        fixed (char* start = name, text = value)
        {
            if (Kernel32.SetEnvironmentVariableW(start, text) == 0)
            {
                throw new InvalidOperationException(Win32Error.Describe(Marshal.GetLastSystemError()));
            }
        }
    }

    /// <summary>
    /// Ends this process at once (TerminateProcess). ExitProcess would notify each DLL under the loader lock, which a
    /// thread that hangs in a WMI call may hold.
    /// </summary>
    /// <param name="exitCode">The exit code.</param>
    public static void End(uint exitCode) => Kernel32.TerminateProcess(-1, exitCode);
}
