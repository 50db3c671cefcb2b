using System.Net;
using System.Runtime.Versioning;
using Bootstrap.Endpoints;
using Bootstrap.Network;
using Bootstrap.Network.IpHelper;
using Bootstrap.Windows;

namespace Bootstrap.Diagnosis;

/// <summary>Looks at everything that <c>bootstrap check</c> tells of, side by side. Changes nothing.</summary>
[SupportedOSPlatform("windows")]
internal static class Examination
{
    /// <summary>
    /// How long an endpoint may take. All are on this host; a way that is not there swallows packets without a word, so
    /// this is what a broken container's check takes.
    /// </summary>
    private static readonly TimeSpan EndpointTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the network may take to read, and then its gateway to answer; their sum is the longest that a check takes.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan GatewayTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>Looks.</summary>
    /// <param name="network">The network. A look that hangs is left behind.</param>
    /// <param name="options">What the user overrides.</param>
    /// <param name="environment">The task's network mode, as far as a variable tells.</param>
    /// <param name="variables">The task's variables.</param>
    public static Observations Look(INetwork network, PlanOptions options, TaskEnvironment environment, TaskVariables variables)
    {
        var request = CredentialsEndpoint.Request(variables, File.ReadAllText, out var whyNot);
        var credentials = Send(request);
        var taskMetadata = Send(Endpoints.TaskMetadata.Request(variables));
        var instanceMetadata = Send(
            string.Equals(variables[TaskVariables.InstanceMetadataDisabled], "true", StringComparison.OrdinalIgnoreCase) ? null : Endpoints.InstanceMetadata.TokenRequest);

        NetworkSnapshot? snapshot = null;
        BootstrapException? failure = null;
        uint? gatewayError = null;
        try
        {
            snapshot = Background(network.Look).Within(NetworkTimeout);
            if (snapshot is not null && Planner.Decide(snapshot, environment, options) is Plan { Gateway: { } gateway })
            {
                gatewayError = Background<uint?>(() => Neighbours.Ask(gateway)).Within(GatewayTimeout);
            }
        }
        catch (BootstrapException cause)
        {
            failure = cause;
        }

        return new Observations(
            AdvApi32.UserName,
            snapshot?.Adapters is [{ } adapter, ..] ? IpHelperNetwork.MayChangeRoutes(adapter.Index) : Environment.IsPrivilegedProcess,
            snapshot,
            failure,
            snapshot is null ? null : network.Backend,
            gatewayError,
            request is null ? null : IPAddress.Parse(request.Uri.Host),
            credentials?.Within(EndpointTimeout),
            whyNot,
            taskMetadata?.Within(EndpointTimeout),
            instanceMetadata?.Within(EndpointTimeout),
            [.. TaskVariables.Names.Where(name => variables[name] is not null)],
            DateTimeOffset.UtcNow);
    }

    private static Task<HttpOutcome>? Send(HttpRequest? request) =>
        request is null ? null : Background(() => WinHttpClient.Send(request, EndpointTimeout));

    /// <summary>On a thread of its own: the pool would start them one after the other.</summary>
    private static Task<T> Background<T>(Func<T> look) =>
        Task.Factory.StartNew(look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>What was seen, or null when it took too long: it is left behind then.</summary>
    private static T? Within<T>(this Task<T> look, TimeSpan time)
    {
        ((IAsyncResult)look).AsyncWaitHandle.WaitOne(time);
        return look.IsCompleted ? look.GetAwaiter().GetResult() : default;
    }
}
