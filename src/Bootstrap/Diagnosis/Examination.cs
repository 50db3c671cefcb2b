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

/// <summary>Looks at everything that <c>bootstrap check</c> tells of, side by side. Changes nothing.</summary>
[SupportedOSPlatform("windows")]
internal static class Examination
{
    /// <summary>
    /// How long an endpoint may take. All are on this host; a way that is not there swallows packets without a word, so
    /// this is what a broken container's check takes.
    /// </summary>
    private static readonly TimeSpan EndpointTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the network may take to read: WMI's time, and some more for IP Helper behind it.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// The longest that a look takes. What is left of it when the network has been read is the gateway's, two seconds at
    /// least: it is one switch away and answers within milliseconds. (Windows would ask for three seconds.)
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4.5);

    /// <summary>Looks.</summary>
    /// <param name="network">The network. A look that hangs is left behind.</param>
    /// <param name="options">What the user overrides.</param>
    /// <param name="environment">The task's network mode, as far as a variable tells.</param>
    /// <param name="variables">The task's variables.</param>
    /// <param name="serviceOptions">Which Windows services are to have which variables.</param>
    public static Observations Look(INetwork network, PlanOptions options, TaskEnvironment environment, TaskVariables variables, ServiceOptions serviceOptions)
    {
        var start = Stopwatch.GetTimestamp();
        var reading = Background.Start(network.Look);
        var request = CredentialsEndpoint.Request(variables, TokenFile.Read, out var whyNot);
        var credentials = Send(request);
        var taskMetadata = Send(Endpoints.TaskMetadata.Request(variables));
        var instanceMetadata = Send(
            string.Equals(variables[TaskVariables.InstanceMetadataDisabled], "true", StringComparison.OrdinalIgnoreCase) ? null : Endpoints.InstanceMetadata.TokenRequest);

        var services = Background.Start(() => LookAtServices(serviceOptions, variables));

        NetworkSnapshot? snapshot = null;
        BootstrapException? failure = null;
        uint? gatewayError = null;
        try
        {
            snapshot = reading.By(start, NetworkTimeout);
            if (snapshot is not null && Planner.Decide(snapshot, environment, options) is Plan { Gateway: { } gateway })
            {
                gatewayError = Background.Start<uint?>(() => Neighbours.Ask(gateway)).By(start, Longest) ?? Neighbours.ErrorWaitTimeout;
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
            credentials?.OutcomeBy(start),
            whyNot,
            taskMetadata?.OutcomeBy(start),
            instanceMetadata?.OutcomeBy(start),
            [.. TaskVariables.Names.Where(name => variables[name] is not null)],
            DateTimeOffset.UtcNow,
            services.By(start, Longest),
            serviceOptions.Services.Count > 0);
    }

    private static IReadOnlyList<ServiceSight> LookAtServices(ServiceOptions options, TaskVariables variables)
    {
        using var services = new WindowsServiceManager();
        return ServiceSight.Look(services, options.Services, ServiceVariables.Read(options.Variables, name => variables[name]));
    }

    private static Task<HttpOutcome>? Send(HttpRequest? request) =>
        request is null ? null : Background.Start<HttpOutcome>(() => WinHttpClient.Send(request, EndpointTimeout));

    /// <summary>On a starved machine even a time-out may come too late: that is no answer, too.</summary>
    private static HttpOutcome OutcomeBy(this Task<HttpOutcome> exchange, long start) =>
        exchange.By(start, Longest) ?? new HttpFailure(HttpFailureKind.TimedOut, "no answer in time");

    /// <summary>What was seen, or null when it has not been by then: it is left behind.</summary>
    private static T? By<T>(this Task<T> look, long start, TimeSpan time)
    {
        var left = time - Stopwatch.GetElapsedTime(start);
        return look.EndsWithin(left > TimeSpan.Zero ? left : TimeSpan.Zero) ? look.GetAwaiter().GetResult() : default;
    }
}
