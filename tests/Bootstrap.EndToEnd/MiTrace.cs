namespace Bootstrap.EndToEnd;

/// <summary>The calls to the stand-in mi.dll of a container, from its trace file.</summary>
internal static class MiTrace
{
    private const string File = @"C:\sandbox\mi.log";

    /// <summary>Configures the stand-in to trace its calls and to fail some of them.</summary>
    public static async Task StartAsync(Container container, string faults = "")
    {
        System.IO.File.Delete(container.ToLinuxPath(File));
        await container.SetFaultsAsync("mi.ini", $"[trace]\nfile={File}\n{faults}");
    }

    /// <summary>The calls, without process and thread; of the finished lines.</summary>
    public static IReadOnlyList<string> Calls(Container container) =>
        [.. Lines(container).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];

    /// <summary>The threads that called, as the stand-in numbers them.</summary>
    public static IReadOnlyCollection<string> Threads(Container container, Func<string, bool> isMeant) =>
        [.. Lines(container).Where(isMeant).Select(line => line.Split(' ')[0]).Distinct()];

    private static string[] Lines(Container container)
    {
        var path = container.ToLinuxPath(File);
        var text = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : string.Empty;
        return text.Split('\n')[..^1];
    }
}
