using System.Text;

namespace Bootstrap.Output;

/// <summary>
/// stdout, for the results of <c>plan</c> and <c>check</c>. While a workload runs, stdout belongs to it.
/// </summary>
internal static class StandardOutput
{
    /// <summary>Writes UTF-8 in every code page: programs read this output.</summary>
    public static void Write(string text)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(text));
    }
}
