using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.IpHelper;
using Bootstrap.Services;
using Bootstrap.Threading;
using Bootstrap.Windows;

namespace Bootstrap.Diagnosis;

/// <summary>Makes all observations for <c>bootstrap check</c>, in parallel. Changes nothing.</summary>
[SupportedOSPlatform("windows")]
internal static class Examination
{
    /// <summary>
    /// The time limit for an endpoint. All endpoints are on this host. Packets without a route are lost without an
    /// error, so a check in a broken container takes this long. Windows repeats a connection's first packet after one
    /// second (https://learn.microsoft.com/windows/win32/winsock/sio-tcp-initial-rto): the limit allows one repetition.
    /// </summary>
    private static readonly TimeSpan EndpointTimeout = TimeSpan.FromSeconds(2.5);

    /// <summary>Instance metadata normally answers within milliseconds.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    /// <summary>The time limit for reading the network: IP Helper needs milliseconds, WMI up to two seconds.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// The time limit for all observations together, and thus for the ARP request to the gateway, which normally
    /// answers within milliseconds. (Windows repeats the request for three seconds.)
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>Makes the observations.</summary>
    /// <param name="network">The network. A call that hangs is not waited for.</param>
    /// <param name="options">The plan options.</param>
    /// <param name="environment">The task's variables about the network.</param>
    /// <param name="variable">Returns an environment variable's value, or null when it is not set.</param>
    /// <param name="running">The bootstrap process that runs the workload.</param>
    /// <param name="serviceOptions">The options for Windows services.</param>
    public static Observations Look(
        INetwork network,
        PlanOptions options,
        TaskEnvironment environment,
        Func<string, string?> variable,
        RunningBootstrap running,
        ServiceOptions serviceOptions)
    {
        var start = Stopwatch.GetTimestamp();
        var reading = Background.Start(network.Look);
        var variables = new TaskVariables(variable);
        var target = CredentialsEndpoint.Find(variables, TokenFile.Read);
        var credentials = Send(target.Request);
        var taskMetadata = Send(TaskMetadata.Request(variables));
        var token = Send(variables.IsInstanceMetadataDisabled ? null : InstanceMetadata.TokenRequest);
        var plainInstanceMetadata = token is null ? null : Background.Start(() => SendPlainUnlessAnswered(token));
        var otherCredentials = Background.Start(() => OtherCredentials.Find(
            variable, File.Exists, variable("USERPROFILE") ?? string.Empty));

        var services = Background.Start(() => LookAtServices(serviceOptions, variable));

        NetworkSnapshot? snapshot = null;
        BootstrapException? failure = null;
        Task<bool?>? mayChangeRoutes = null;
        uint? gatewayError = null;
        try
        {
            snapshot = reading.By(start, NetworkTimeout);
            mayChangeRoutes = snapshot?.Adapters is [{ } adapter, ..]
                ? Background.Start<bool?>(() => IpHelperNetwork.MayChangeRoutes(adapter.Index))
                : null;
            if (snapshot is not null && Planner.Decide(snapshot, environment, options) is Plan { Gateway: { } gateway })
            {
                gatewayError = Background.Start<uint?>(() => Neighbours.Ask(gateway)).By(start, Longest)
                    ?? Neighbours.ErrorWaitTimeout;
            }
        }
        catch (BootstrapException cause)
        {
            failure = cause;
        }

        return new Observations(
            AdvApi32.UserName,
            // If Windows does not answer in time, the process's token decides.
            mayChangeRoutes?.By(start, Longest) ?? Environment.IsPrivilegedProcess,
            snapshot,
            failure,
            snapshot is null ? null : network.Backend,
            gatewayError,
            target.Request is { } request ? IPAddress.Parse(request.Uri.Host) : null,
            credentials?.OutcomeBy(start),
            target.WhyNot,
            taskMetadata?.OutcomeBy(start),
            token?.OutcomeBy(start),
            [.. TaskVariables.Names.Where(name => variables[name] is not null)],
            DateTimeOffset.UtcNow,
            target.Request is { } asked ? CredentialsEndpoint.ProviderAt(asked.Uri) : CredentialsProvider.EcsAgent,
            plainInstanceMetadata?.By(start, Longest),
            otherCredentials.By(start, Longest),
            ProxySettings.Read(variable),
            running,
            services.By(start, Longest),
            TaskMetadata.Request(variables)?.Uri.Host);
    }

    private static ServicesSeen LookAtServices(ServiceOptions options, Func<string, string?> variable)
    {
        using var services = new WindowsServiceManager();
        return ServicesSeen.Look(services, options.Services, ServiceVariables.Read(options.Variables, variable));
    }

    /// <summary>
    /// Sends a request without a token to instance metadata if the request for a token is not answered at once, because
    /// the answer is needed only then. Returns null otherwise.
    /// </summary>
    private static HttpOutcome? SendPlainUnlessAnswered(Task<HttpOutcome> token) => token.EndsWithin(AtOnce)
        ? null
        : WinHttpClient.Send(InstanceMetadata.PlainRequest, EndpointTimeout - AtOnce);

    private static Task<HttpOutcome>? Send(HttpRequest? request) =>
        request is null ? null : Background.Start<HttpOutcome>(() => WinHttpClient.Send(request, EndpointTimeout));

    /// <summary>The outcome. On an overloaded machine even a time-out may be late: this counts as no answer.</summary>
    private static HttpOutcome OutcomeBy(this Task<HttpOutcome> exchange, long start) =>
        exchange.By(start, Longest) ?? new HttpFailure(HttpFailureKind.Unreachable, "no answer in time");

    /// <summary>The result, or null if it is not available in time.</summary>
    private static T? By<T>(this Task<T> look, long start, TimeSpan time)
    {
        var left = time - Stopwatch.GetElapsedTime(start);
        var bound = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        return look.EndsWithin(bound) ? look.GetAwaiter().GetResult() : default;
    }
}
