namespace Bootstrap.CommandLine;

/// <summary>An option that may be given by a variable as well.</summary>
internal interface ISetting
{
    /// <summary>The environment twin, or null.</summary>
    string? Variable { get; }
}
