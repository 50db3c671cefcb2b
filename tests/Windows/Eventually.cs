using System.Diagnostics;

namespace Bootstrap.WindowsTests;

/// <summary>Waits for a condition.</summary>
internal static class Eventually
{
    public static async Task Async(Func<bool> condition, string what)
    {
        var start = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(start.Elapsed < TimeSpan.FromSeconds(20), $"not so after 20 s: {what}");
            await Task.Delay(100);
        }
    }
}
