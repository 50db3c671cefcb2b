namespace Bootstrap.CommandLine;

/// <summary>Values separated by commas.</summary>
internal static class CommaSeparated
{
    /// <summary>
    /// The values in the texts, without surrounding white space. Empty values are ignored, but a text without any value
    /// is one itself, so that the parser can refuse it.
    /// </summary>
    public static string[] Values(string[] texts)
    {
        var values = new List<string>();
        foreach (var text in texts)
        {
            var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            values.AddRange(parts.Length > 0 ? parts : [text]);
        }

        return values.ToArray();
    }
}
