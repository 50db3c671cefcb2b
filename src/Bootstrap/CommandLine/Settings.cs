using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Services;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.CommandLine;

/// <summary>Every option, read from the command line or its environment twin, or at its default.</summary>
/// <param name="Plan">What the user overrides of the network decision.</param>
/// <param name="Backend">How the network is read and changed.</param>
/// <param name="NetworkTimeout">How long to wait for a default route, or null for the default.</param>
/// <param name="WaitForCredentials">How long to wait for credentials, or null not to.</param>
/// <param name="OnFailure">What to do when the network cannot be set up.</param>
/// <param name="OnFailureSource">What a reader knows <paramref name="OnFailure"/> by: the flag or the variable.</param>
/// <param name="Stop">What is done when a stop comes while the workload runs.</param>
/// <param name="SuccessCodes">Exit codes of the workload that are reported as 0.</param>
/// <param name="ExportGateway">Variables that get the gateway's address, see <see cref="ExportedGateway"/>.</param>
/// <param name="Services">What is to be done for Windows services.</param>
/// <param name="Watch">Whether a route that disappears while the workload runs is put back.</param>
/// <param name="LogLevel">The least level that is logged.</param>
/// <param name="LogFormat">How it is logged.</param>
/// <param name="OutputFormat">How <c>plan</c> and <c>check</c> answer.</param>
/// <param name="Snapshot">The file to plan from, or null to look at this container.</param>
/// <param name="SaveSnapshot">The file to record what was seen in, or null.</param>
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
