using System.Net;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Services;

namespace Bootstrap.Diagnosis;

/// <summary>All observations of this container. <see cref="Judgement"/> evaluates them.</summary>
/// <param name="User">The user of this process.</param>
/// <param name="IsAdministrator">Whether this user may change routes.</param>
/// <param name="Network">The network, or null if it could not be read.</param>
/// <param name="NetworkFailure">Why it could not be read.</param>
/// <param name="Backend">The backend that read it.</param>
/// <param name="GatewayError">
/// The result of SendARP for the gateway: 0, a Win32 error (258, WAIT_TIMEOUT, if it was not in time), or null without
/// a request.
/// </param>
/// <param name="CredentialsAddress">The address of the credentials endpoint, or null without a request.</param>
/// <param name="Credentials">The outcome of the credentials request, or null without a request.</param>
/// <param name="WhyNoCredentialsRequest">Why there was no credentials request; null if there was one.</param>
/// <param name="TaskMetadata">The outcome of the task metadata request, or null without a request.</param>
/// <param name="InstanceMetadata">The outcome of the request for a token, or null without a request.</param>
/// <param name="Variables">The names of the task's variables that are set.</param>
/// <param name="Now">The time of the observations.</param>
/// <param name="Provider">The program that should answer at <paramref name="CredentialsAddress"/>.</param>
/// <param name="PlainInstanceMetadata">The outcome of the request without a token, or null without a request.</param>
/// <param name="OtherCredentials">The names of credentials that SDKs prefer to the task's role.</param>
/// <param name="Proxy">The proxy in the environment, or null if it was not read.</param>
/// <param name="Running">The bootstrap process that runs the workload, or null if it was not searched.</param>
/// <param name="Services">The observed Windows services, or null if they were not read.</param>
/// <param name="TaskMetadataAddress">The address of the task metadata request, or null without a request.</param>
internal sealed record Observations(
    string User,
    bool IsAdministrator,
    NetworkSnapshot? Network,
    BootstrapException? NetworkFailure,
    string? Backend,
    uint? GatewayError,
    IPAddress? CredentialsAddress,
    HttpOutcome? Credentials,
    NoRequest? WhyNoCredentialsRequest,
    HttpOutcome? TaskMetadata,
    HttpOutcome? InstanceMetadata,
    IReadOnlyList<string> Variables,
    DateTimeOffset Now,
    CredentialsProvider Provider = CredentialsProvider.EcsAgent,
    HttpOutcome? PlainInstanceMetadata = null,
    IReadOnlyList<string>? OtherCredentials = null,
    ProxySettings? Proxy = null,
    RunningBootstrap? Running = null,
    ServicesSeen? Services = null,
    string? TaskMetadataAddress = null);
