using System.Diagnostics;
using System.Globalization;

namespace Sandbox;

/// <summary>
/// All processes of one program. Under Wine a Windows child process is not a Linux child process, but it inherits the
/// Linux environment of the first process. A variable in it marks the processes of a program. Windows programs do not
/// see the variable, because launch.exe gives them a separate environment.
/// </summary>
internal static class ProcessTree
{
    /// <summary>Kills every process with the tag, including those started meanwhile.</summary>
    /// <param name="tag">NAME=VALUE.</param>
    public static async Task KillAsync(string tag)
    {
        var needle = System.Text.Encoding.UTF8.GetBytes(tag + '\0');
        for (var round = 0; round < 100; round++)
        {
            var found = Find(needle);
            if (found.Count == 0)
            {
                return;
            }

            foreach (var id in found)
            {
                try
                {
                    using var process = Process.GetProcessById(id);
                    process.Kill();
                }
                catch (Exception error) when (error is ArgumentException or InvalidOperationException)
                {
                    // Already ended.
                }
            }

            await Task.Delay(20);
        }

        throw new SandboxException("processes that do not die although they were killed a hundred times");
    }

    private static List<int> Find(byte[] needle)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }

            try
            {
                if (File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(needle) >= 0)
                {
                    found.Add(id);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or owned by another user.
            }
        }

        return found;
    }
}
