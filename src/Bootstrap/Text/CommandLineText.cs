namespace Bootstrap.Text;

/// <summary>Makes a raw Windows command line unambiguous.</summary>
internal static class CommandLineText
{
    /// <summary>
    /// Puts the program's name in quotes if it has none. CreateProcess tries several interpretations of an unquoted
    /// path with a space, and the command line does not show which one it used.
    /// </summary>
    /// <param name="line">The command line.</param>
    /// <param name="programPath">The full path of the running program, or null when it is not known.</param>
    public static string QuoteProgramName(string line, string? programPath)
    {
        if (programPath is null || !programPath.Contains(' ', StringComparison.Ordinal))
        {
            return line;
        }

        foreach (var name in (string[])[programPath, Path.ChangeExtension(programPath, null)])
        {
            if (
                line.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (line.Length == name.Length || line[name.Length] is ' ' or '\t')
            )
            {
                return $"\"{line[..name.Length]}\"{line[name.Length..]}";
            }
        }

        return line;
    }
}
