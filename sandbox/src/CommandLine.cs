using System.Text;

namespace Sandbox;

/// <summary>A Windows command line: the single string that CreateProcess takes.</summary>
public sealed record CommandLine(string Text)
{
    /// <summary>
    /// Joins program and arguments by the standard Windows quoting, as Docker and containerd do with the exec form.
    /// An existing Linux path as the program becomes its Z:\ form.
    /// </summary>
    public static CommandLine From(string program, params IEnumerable<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(arguments);

        var text = new StringBuilder(Quote(ToWindowsPath(program)));
        foreach (var argument in arguments)
        {
            text.Append(' ').Append(Quote(argument));
        }

        return new CommandLine(text.ToString());
    }

    /// <summary>The Z:\ form of an existing Linux path; any other text unchanged.</summary>
    public static string ToWindowsPath(string path) =>
        File.Exists(path) ? "Z:" + Path.GetFullPath(path).Replace('/', '\\') : path;

    public override string ToString() => Text;

    /// <summary>The rules of CommandLineToArgvW: backslashes count only before a quote.</summary>
    private static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.IndexOfAny([' ', '\t', '\n', '\v', '"']) < 0)
        {
            return argument;
        }

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            quoted.Append('\\', character == '"' ? (2 * backslashes) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        return quoted.Append('\\', 2 * backslashes).Append('"').ToString();
    }
}
