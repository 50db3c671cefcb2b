using System.Runtime.CompilerServices;
using Sandbox.Endpoints;

namespace Bootstrap.EndToEnd;

/// <summary>
/// What the sandbox's endpoints serve as secrets is searched for in all that any program of any test writes: nothing of
/// ours may hold one, whatever it was asked to do.
/// </summary>
internal static class SecretSearch
{
    /// <summary>Workloads whose business it is to print credentials, their address, or the whole environment.</summary>
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
