namespace Bootstrap.Logging;

/// <summary>How log lines are written to stderr.</summary>
internal enum LogFormat
{
    /// <summary>One line of text for people.</summary>
    Text,

    /// <summary>One JSON object a line (Serilog's compact form).</summary>
    Json,
}
