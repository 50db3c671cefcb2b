namespace Bootstrap.Services;

/// <summary>The change of the registry value <c>Environment</c> of a service.</summary>
/// <param name="data">See <see cref="Data"/>.</param>
/// <param name="isNeeded">See <see cref="IsNeeded"/>.</param>
/// <param name="set">See <see cref="Set"/>.</param>
/// <param name="removed">See <see cref="Removed"/>.</param>
internal sealed class EnvironmentChange(byte[]? data, bool isNeeded, List<string> set, List<string> removed)
{
    /// <summary>
    /// The new data (REG_MULTI_SZ, UTF-16), or null if the value must not exist.
    /// </summary>
    public byte[]? Data => data;

    /// <summary>Whether the new data differ from the existing data.</summary>
    public bool IsNeeded => isNeeded;

    /// <summary>Names of the variables that are added or changed.</summary>
    public List<string> Set => set;

    /// <summary>Names of the variables that are removed.</summary>
    public List<string> Removed => removed;

    /// <summary>The names as text for the log.</summary>
    public string Text
    {
        get
        {
            var phrases = new List<string>();
            phrases.AddNames("set", set);
            phrases.AddNames("removed", removed);
            return phrases.Count == 0 ? "written again, because it was malformed" : string.Join("; ", phrases);
        }
    }
}
