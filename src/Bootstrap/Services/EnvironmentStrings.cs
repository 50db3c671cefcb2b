using System.Runtime.InteropServices;

namespace Bootstrap.Services;

/// <summary>
/// The registry value <c>Environment</c> of a service: REG_MULTI_SZ with <c>NAME=value</c> in each string. The service
/// control manager passes it to the service at each start. Pure functions.
/// </summary>
internal static class EnvironmentStrings
{
    /// <summary>
    /// Merges the task's variables into the existing data: a variable gets the task's value, or is removed if it is not
    /// set in the task. Other variables are kept. If no string remains, the registry value is deleted, because WAS and
    /// W3SVC do not start with an empty one
    /// (https://github.com/open-telemetry/opentelemetry-dotnet-instrumentation/issues/1594).
    /// </summary>
    /// <param name="existing">The existing data, or null.</param>
    /// <param name="variables">The task's variables, without duplicates.</param>
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

            // A second entry with the same name is dropped, so that the value is unambiguous.
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
    /// The strings of the data. Other programs may write malformed data: missing terminators, empty strings or an odd
    /// byte at the end are tolerated (https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types).
    /// </summary>
    public static string[] Decode(byte[]? data)
    {
        var characters = MemoryMarshal.Cast<byte, char>((data ?? []).AsSpan());
        return new string(characters).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The data for these strings, which must not be empty; null without strings.</summary>
    public static byte[]? Encode(List<string> strings) => strings.Count == 0
        ? null
        : MemoryMarshal.AsBytes($"{string.Join('\0', strings)}\0\0".AsSpan()).ToArray();

    /// <summary>
    /// The name in <c>NAME=value</c>, or null for another string. A name may begin with <c>=</c>, such as the current
    /// folder of a drive (<c>=C:=C:\folder</c>).
    /// </summary>
    public static string? NameOf(string entry)
    {
        var end = entry.IndexOf('=', 1);
        return end < 0 ? null : entry[..end];
    }

    /// <summary>The value in <c>NAME=value</c>. The string must have a name.</summary>
    public static string ValueOf(string entry) => entry[(entry.IndexOf('=', 1) + 1)..];

    private static bool AreSame(byte[]? one, byte[]? other) =>
        one is null || other is null ? one is null && other is null : one.AsSpan().SequenceEqual(other);
}
