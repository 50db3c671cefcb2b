using Bootstrap.CommandLine;
using Bootstrap.Network;
using Bootstrap.Output;

namespace Bootstrap.Commands;

internal static class PlanOutput
{
    /// <summary>Prints a plan to stdout.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="backend">The backend that read the network, or null when it was not read.</param>
    /// <param name="format">The format.</param>
    public static void Print(Plan plan, string? backend, OutputFormat format) =>
        StandardOutput.Write(
            format == OutputFormat.Json ? PlanText.ToJson(plan, backend) : PlanText.ToText(plan, backend)
        );
}
