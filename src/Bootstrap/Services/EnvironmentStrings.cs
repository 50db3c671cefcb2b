using System.Runtime.InteropServices;

namespace Bootstrap.Services;

/// <summary>
/// The registry value <c>Environment</c> of a service: REG_MULTI_SZ with <c>NAME=value</c> in each string. The service
/// control manager gives it to the service at each start. Pure.
/// </summary>
internal static class EnvironmentStrings
{
    /// <summary>
    /// Merges the task's variables with what is there: other variables stay as they are, ours get the task's value, and
    /// those that the task does not have are removed. When nothing is left the value is deleted: an empty one kept WAS
    /// and W3SVC from starting (https://github.com/open-telemetry/opentelemetry-dotnet-instrumentation/issues/1594).
    /// </summary>
    /// <param name="existing">The data that are there, or null when there are none.</param>
    /// <param name="variables">The task's variables, each name once.</param>
    public static EnvironmentChange Merge(byte[]? existing, List<TaskVariable> variables)
    {
        var isPlaced = new bool[variables.Count];
        var merged = new List<string>();
        var set = new List<string>();
        var removed = new List<string>();
        foreach (var entry in Decode(existing))
        {
            var index = IndexOf(NameOf(entry));
            if (index < 0)
            {
                merged.Add(entry);
            }
            else if (!isPlaced[index])
            {
                isPlaced[index] = true;
                Place(variables[index], entry);
            }

            // Else it is a second entry of one of our names: dropped, so that only one value can count.
        }

        for (var index = 0; index < variables.Count; index++)
        {
            if (!isPlaced[index] && variables[index].Value is not null)
            {
                Set(variables[index]);
            }
        }

        var data = Encode(merged);
        return new EnvironmentChange(data, !AreSame(existing, data), set, removed);

        int IndexOf(string? name) =>
            variables.FindIndex(variable => string.Equals(variable.Name, name, StringComparison.OrdinalIgnoreCase));

        void Place(TaskVariable variable, string entry)
        {
            if (variable.Value is null)
            {
                removed.Add(variable.Name);
            }
            else if (ValueOf(entry) == variable.Value)
            {
                merged.Add(entry);
            }
            else
            {
                Set(variable);
            }
        }

        void Set(TaskVariable variable)
        {
            merged.Add($"{variable.Name}={variable.Value}");
            set.Add(variable.Name);
        }
    }

    /// <summary>
    /// The strings of the data. Tolerates what other programs may have written: missing terminators, empty strings in
    /// between, half a character at the end (https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types).
    /// </summary>
    public static string[] Decode(byte[]? data)
    {
        var characters = MemoryMarshal.Cast<byte, char>((data ?? []).AsSpan());
        return new string(characters).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The data for these strings, none of which is empty; null when there are none.</summary>
    public static byte[]? Encode(List<string> strings) => strings.Count == 0
        ? null
        : MemoryMarshal.AsBytes($"{string.Join('\0', strings)}\0\0".AsSpan()).ToArray();

    /// <summary>
    /// The name in <c>NAME=value</c>, or null when it is no such string. A name may begin with <c>=</c>, as the current
    /// folders of drives do (<c>=C:=C:\folder</c>).
    /// </summary>
    public static string? NameOf(string entry)
    {
        var end = entry.IndexOf('=', 1);
        return end < 0 ? null : entry[..end];
    }

    /// <summary>The value in <c>NAME=value</c>; only for a string that has a name.</summary>
    public static string ValueOf(string entry) => entry[(entry.IndexOf('=', 1) + 1)..];

    private static bool AreSame(byte[]? one, byte[]? other) =>
        one is null || other is null ? one is null && other is null : one.AsSpan().SequenceEqual(other);
}
