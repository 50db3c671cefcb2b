using System.Net;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Services;

namespace Bootstrap.Diagnosis;

/// <summary>All that was observed of this container; what it means is decided by <see cref="Judgement"/>.</summary>
/// <param name="User">Who we run as.</param>
/// <param name="IsAdministrator">Whether that may change routes.</param>
/// <param name="Network">The network, or null when it could not be read.</param>
/// <param name="NetworkFailure">Why it could not be read.</param>
/// <param name="Backend">What read it.</param>
/// <param name="GatewayError">
/// What SendARP said to the gateway's address: 0, a Win32 error (258, WAIT_TIMEOUT, when it had said nothing in time),
/// or null
/// when it was not asked.
/// </param>
/// <param name="CredentialsAddress">Where the credentials are to be had, or null when no request can be made.</param>
/// <param name="Credentials">What came of the credentials request, or null when there was none to make.</param>
/// <param name="WhyNoCredentialsRequest">Why there was none to make; null when there was one.</param>
/// <param name="TaskMetadata">What came of the task metadata request, or null when there was none to make.</param>
/// <param name="InstanceMetadata">What came of the request for a token, or null when it was not made.</param>
/// <param name="Variables">The task's variables that are set, by name, without their values.</param>
/// <param name="Now">When it was seen.</param>
/// <param name="Provider">What is meant to answer at <paramref name="CredentialsAddress"/>.</param>
/// <param name="PlainInstanceMetadata">What came of the request without a token, or null when it was not made.</param>
/// <param name="OtherCredentials">What SDKs take before the task's role, by name.</param>
/// <param name="Proxy">The proxy in the environment, or null when it was not looked at.</param>
/// <param name="Running">The bootstrap that runs the workload, or null when it was not looked for.</param>
/// <param name="Services">What was seen of Windows services, or null when they were not looked at.</param>
/// <param name="AreServicesNamed">Whether the user has named them.</param>
/// <param name="TaskMetadataAddress">Where the task metadata request went, or null when there was none.</param>
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
    List<ServiceSight>? Services = null,
    bool AreServicesNamed = false,
    string? TaskMetadataAddress = null);
