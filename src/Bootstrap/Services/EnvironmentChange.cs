namespace Bootstrap.Services;

/// <summary>What has to be done to the registry value <c>Environment</c> of a service.</summary>
/// <param name="Data">
/// The data that it is to have (REG_MULTI_SZ, UTF-16), or null when it is to be deleted or is to stay absent.
/// </param>
/// <param name="IsNeeded">Whether the data differ from what is there.</param>
/// <param name="Set">Names of the variables that are added or get another value.</param>
/// <param name="Removed">Names of the variables that are removed.</param>
internal sealed record EnvironmentChange(
    byte[]? Data, bool IsNeeded, IReadOnlyList<string> Set, IReadOnlyList<string> Removed)
{
    /// <summary>The names, as one phrase.</summary>
    public string Text => (Set, Removed) switch
    {
        ([], []) => "written again, it was malformed",
        (_, []) => $"set {string.Join(", ", Set)}",
        ([], _) => $"removed {string.Join(", ", Removed)}",
        _ => $"set {string.Join(", ", Set)}; removed {string.Join(", ", Removed)}",
    };
}
