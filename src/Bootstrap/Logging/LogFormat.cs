namespace Bootstrap.Logging;

/// <summary>How log lines are written to stderr.</summary>
internal enum LogFormat
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>One JSON object per line (Serilog's compact format).</summary>
    Json,
}
