namespace Bootstrap.CommandLine;

/// <summary>An option that an environment variable may also set.</summary>
internal interface ISetting
{
    /// <summary>The environment variable, or null.</summary>
    string? Variable { get; }
}
