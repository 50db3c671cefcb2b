using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Services;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.CommandLine;

/// <summary>The value of every option: from the command line, the environment variable or the default.</summary>
/// <param name="Plan">The options that override the network plan.</param>
/// <param name="Backend">How the network is read and changed.</param>
/// <param name="NetworkTimeout">How long to wait for a default route, or null for the default.</param>
/// <param name="WaitForCredentials">How long to wait for credentials, or null not to wait.</param>
/// <param name="OnFailure">What to do when the network cannot be set up.</param>
/// <param name="OnFailureSource">
/// The source of <paramref name="OnFailure"/> for messages: the option or the variable.
/// </param>
/// <param name="Stop">What to do when a stop comes while the workload runs.</param>
/// <param name="SuccessCodes">Exit codes of the workload that are reported as 0.</param>
/// <param name="ExportGateway">Variables that get the gateway's address (<see cref="ExportedGateway"/>).</param>
/// <param name="Services">What to do for Windows services.</param>
/// <param name="Watch">Whether a route that disappears while the workload runs is added again.</param>
/// <param name="LogLevel">The lowest level that is logged.</param>
/// <param name="LogFormat">The format of the log.</param>
/// <param name="OutputFormat">The format of the result of <c>plan</c> and <c>check</c>.</param>
/// <param name="Snapshot">The file to plan from, or null to read this container's network.</param>
/// <param name="SaveSnapshot">The file to record the network in, or null.</param>
internal sealed record Settings(
    PlanOptions Plan,
    Backend Backend,
    TimeSpan? NetworkTimeout,
    TimeSpan? WaitForCredentials,
    FailureAction OnFailure,
    string OnFailureSource,
    StopPolicy Stop,
    IReadOnlyList<uint> SuccessCodes,
    IReadOnlyList<string> ExportGateway,
    ServiceOptions Services,
    bool Watch,
    LogEventLevel LogLevel,
    LogFormat LogFormat,
    OutputFormat OutputFormat,
    string? Snapshot,
    string? SaveSnapshot);
