namespace Bootstrap.CommandLine;

/// <summary>Named values of an option, without regard to case.</summary>
/// <param name="choices">
/// Each value with its name, or with several (<c>warning|warn</c>), of which the first is shown. Values are objects:
/// NativeAOT would compile this code for each value type.
/// </param>
internal sealed class Choices((string Name, object? Value)[] choices)
{
    /// <summary>The names for help and error messages.</summary>
    public string Names => string.Join(", ", Array.ConvertAll(choices, choice => choice.Name.Split('|')[0]));

    /// <summary>The names for the error message "VALUE is not ...".</summary>
    public string Allowed => $"one of {Names}";

    /// <summary>The value with this name, or null.</summary>
    public Parsed<object?>? Parse(string text)
    {
        foreach (var (names, value) in choices)
        {
            foreach (var name in names.Split('|'))
            {
                if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    return new Parsed<object?>(value);
                }
            }
        }

        return null;
    }
}
