using System.Text.RegularExpressions;

namespace Bootstrap.EndToEnd;

/// <summary>The calls of mi.dll by our client and by Microsoft's.</summary>
public sealed partial class MiTraceTests
{
    /// <summary>
    /// The same requests, with the same texts, values, types and flags, in the same order, and the same answers read.
    /// Not compared: the package reads more of each row, creates options for each call, and closes operations and
    /// sessions on its own threads.
    /// </summary>
    [Theory]
    [InlineData("nat")]
    [InlineData("stale-route")]
    [InlineData("two-adapters")]
    public async Task Requests_OfOurClientAndOfThePackage_AreTheSame(string topology)
    {
        Assert.SkipUnless(File.Exists(Published.Witness), "the witness is made by ./build test --full");
        var ours = await RequestsAsync(topology, Published.Exe);
        var theirs = await RequestsAsync(topology, Published.Witness);

        Assert.Contains(ours, request => request.StartsWith("Session.Invoke(", StringComparison.Ordinal));
        Assert.Equal(
            topology == "stale-route",
            ours.Any(request => request.StartsWith("Session.DeleteInstance(", StringComparison.Ordinal))
        );
        Assert.Equal(theirs, ours);
    }

    private static async Task<IReadOnlyList<string>> RequestsAsync(string topology, string exe)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        await MiTrace.StartAsync(container);
        var result = await container.RunAsync(
            CommandLine.From(
                exe, "--backend", "cim", "--", Published.WindowsPath(Published.Workload("exit-code")), "7"
            ),
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.True(result.ExitCode == 7, result.ToString());
        return [.. MiTrace.Calls(container).Where(call => Request().IsMatch(call))];
    }

    [GeneratedRegex(
        @"^(Session\.(QueryInstances|EnumerateInstances|GetInstance|Invoke|DeleteInstance)|Application\.NewSession|Instance\.AddElement|Operation\.GetInstance)\("
    )]
    private static partial Regex Request();
}
