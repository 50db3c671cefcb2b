namespace Bootstrap.CommandLine;

/// <summary>How <c>plan</c> and <c>check</c> print their result to stdout.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,
}
