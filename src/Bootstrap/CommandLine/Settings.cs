using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Services;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.CommandLine;

/// <summary>The value of every option: from the command line, the environment variable or the default.</summary>
internal sealed class Settings
{
    /// <summary>The options that override the network plan.</summary>
    public required PlanOptions Plan { get; init; }

    /// <summary>How the network is read and changed.</summary>
    public required Backend Backend { get; init; }

    /// <summary>How long to wait for a default route, or null for the default.</summary>
    public required TimeSpan? NetworkTimeout { get; init; }

    /// <summary>How long to wait for credentials, or null not to wait.</summary>
    public required TimeSpan? WaitForCredentials { get; init; }

    /// <summary>What to do when the network cannot be set up.</summary>
    public required FailureAction OnFailure { get; init; }

    /// <summary>The source of <see cref="OnFailure"/> for messages: the option or the variable.</summary>
    public required string OnFailureSource { get; init; }

    /// <summary>What to do when a stop comes while the workload runs.</summary>
    public required StopPolicy Stop { get; init; }

    /// <summary>Exit codes of the workload that are reported as 0.</summary>
    public required IReadOnlyList<uint> SuccessCodes { get; init; }

    /// <summary>Variables that get the gateway's address (<see cref="ExportedGateway"/>).</summary>
    public required List<string> ExportGateway { get; init; }

    /// <summary>What to do for Windows services.</summary>
    public required ServiceOptions Services { get; init; }

    /// <summary>Whether a route that disappears while the workload runs is added again.</summary>
    public required bool Watch { get; init; }

    /// <summary>The lowest level that is logged.</summary>
    public required LogEventLevel LogLevel { get; init; }

    /// <summary>The format of the log.</summary>
    public required LogFormat LogFormat { get; init; }

    /// <summary>The format of the result of <c>plan</c> and <c>check</c>.</summary>
    public required OutputFormat OutputFormat { get; init; }

    /// <summary>The file to plan from, or null to read this container's network.</summary>
    public required string? Snapshot { get; init; }

    /// <summary>The file to record the network in, or null.</summary>
    public required string? SaveSnapshot { get; init; }
}
