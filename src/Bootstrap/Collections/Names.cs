using System.Runtime.CompilerServices;

namespace Bootstrap.Collections;

/// <summary>Lists of names that Windows compares without regard to case, such as services and variables.</summary>
internal static class Names
{
    /// <summary>Whether the list has this name.</summary>
    public static bool HasName(this List<string> names, string name)
    {
        foreach (var other in names)
        {
            if (string.Equals(other, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a name that the list does not have.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // A call is smaller.
    public static void AddOnce(this List<string> names, string name)
    {
        if (!names.HasName(name))
        {
            names.Add(name);
        }
    }

    /// <summary>Adds a phrase with the names, such as <c>lacks A, B</c>, if there are any.</summary>
    public static void AddNames(this List<string> phrases, string before, List<string> names, string after = "")
    {
        if (names.Count > 0)
        {
            phrases.Add($"{before} {string.Join(", ", names)}{after}");
        }
    }
}
