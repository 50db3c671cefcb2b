namespace Bootstrap.Services;

/// <summary>What has to be done to the registry value <c>Environment</c> of a service.</summary>
/// <param name="data">See <see cref="Data"/>.</param>
/// <param name="isNeeded">See <see cref="IsNeeded"/>.</param>
/// <param name="set">See <see cref="Set"/>.</param>
/// <param name="removed">See <see cref="Removed"/>.</param>
internal sealed class EnvironmentChange(byte[]? data, bool isNeeded, List<string> set, List<string> removed)
{
    /// <summary>
    /// The data that it is to have (REG_MULTI_SZ, UTF-16), or null when it is to be deleted or is to stay absent.
    /// </summary>
    public byte[]? Data => data;

    /// <summary>Whether the data differ from what is there.</summary>
    public bool IsNeeded => isNeeded;

    /// <summary>Names of the variables that are added or get another value.</summary>
    public List<string> Set => set;

    /// <summary>Names of the variables that are removed.</summary>
    public List<string> Removed => removed;

    /// <summary>The names, as one phrase.</summary>
    public string Text
    {
        get
        {
            var phrases = new List<string>();
            if (set.Count > 0)
            {
                phrases.Add($"set {string.Join(", ", set)}");
            }

            if (removed.Count > 0)
            {
                phrases.Add($"removed {string.Join(", ", removed)}");
            }

            return phrases.Count == 0 ? "written again, it was malformed" : string.Join("; ", phrases);
        }
    }
}
