using System.Runtime.CompilerServices;
using Sandbox.Endpoints;

namespace Bootstrap.EndToEnd;

/// <summary>
/// Searches the output of every program of every test for the secrets that the sandbox's endpoints serve. Bootstrap's
/// output must not contain one.
/// </summary>
internal static class SecretSearch
{
    /// <summary>Workloads that print credentials, their address, or the whole environment on purpose.</summary>
    private static readonly string[] Tellers = ["http-get", "aws-sdk-workload", "print-environment"];

    [ModuleInitializer]
    internal static void Begin() => Container.ProgramEnded = Search;

    private static void Search(CommandLine command, RunResult result)
    {
        var isTeller = Tellers.Any(teller => command.Text.Contains(teller, StringComparison.OrdinalIgnoreCase));
        var words = isTeller ? string.Join('\n', result.StandardError.Split('\n').Where(IsOurs)) : result.ToString();
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, words, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A line of bootstrap's log, in either of its forms.</summary>
    private static bool IsOurs(string line) =>
        line.StartsWith("bootstrap: ", StringComparison.Ordinal)
        || line.StartsWith("{\"@t\"", StringComparison.Ordinal);
}
