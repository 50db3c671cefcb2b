using System.Diagnostics;
using System.Globalization;

namespace Sandbox;

/// <summary>
/// All processes of one program. Under Wine a child is no child of its parent's Linux process, but it has the
/// Linux environment the first one was started with: a variable in it tells who belongs to whom. Windows programs
/// do not see that variable: launch.exe starts them with an environment of their own.
/// </summary>
internal static class ProcessTree
{
    /// <summary>Kills every process that has the tag, and those they start meanwhile.</summary>
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
                    // Gone by itself.
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
                // Gone meanwhile, or somebody else's.
            }
        }

        return found;
    }
}
