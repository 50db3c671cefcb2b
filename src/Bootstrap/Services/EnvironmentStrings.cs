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
    /// <param name="variables">The task's variables.</param>
    public static EnvironmentChange Merge(byte[]? existing, Dictionary<string, string?> variables)
    {
        var entries = Decode(existing);
        var set = new List<string>();
        var removed = new List<string>();
        foreach (var (name, value) in variables)
        {
            var place = IndexOf(entries, name);
            var old = place < 0 ? null : entries[place];

            // A second entry with the same name is removed too, so that the value is unambiguous.
            for (var index = place; index >= 0; index = IndexOf(entries, name))
            {
                entries.RemoveAt(index);
            }

            var has = old is null ? null : ValueOf(old, name);
            if (value is not null)
            {
                entries.Insert(old is null ? entries.Count : place, has == value ? old! : $"{name}={value}");
            }

            if (has != value)
            {
                (value is null ? removed : set).Add(name);
            }
        }

        var data = Encode(entries);
        var isSame = existing is null == data is null && existing.AsSpan().SequenceEqual(data);
        return new EnvironmentChange(data, !isSame, set, removed);
    }

    /// <summary>
    /// The strings of the data. Other programs may write malformed data: missing terminators, empty strings or an odd
    /// byte at the end are tolerated (https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types).
    /// </summary>
    public static List<string> Decode(byte[]? data)
    {
        var characters = MemoryMarshal.Cast<byte, char>(data.AsSpan());
        return new List<string>(new string(characters).Split('\0', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The data for these strings, which must not be empty; null without strings.</summary>
    public static byte[]? Encode(List<string> strings) => strings.Count == 0
        ? null
        : MemoryMarshal.AsBytes($"{string.Join("\0", strings)}\0\0".AsSpan()).ToArray();

    /// <summary>The value of the first entry with this name, or null.</summary>
    public static string? ValueIn(List<string> entries, string name) =>
        IndexOf(entries, name) is >= 0 and var index ? ValueOf(entries[index], name) : null;

    /// <summary>The index of the first entry with this name, or -1. The name contains no <c>=</c>.</summary>
    private static int IndexOf(List<string> entries, string name)
    {
        for (var index = 0; index < entries.Count; index++)
        {
            var entry = entries[index];
            if (entry.Length > name.Length
                && entry[name.Length] == '='
                && entry.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }

    private static string ValueOf(string entry, string name) => entry[(name.Length + 1)..];
}
