using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.Workload;

/// <summary>The failure for a workload whose program is not found.</summary>
internal static class MissingProgram
{
    /// <summary>The failure for a command line that names no existing file in any interpretation.</summary>
    /// <param name="tail">The workload's command line, verbatim.</param>
    /// <param name="lookup">Finds programs.</param>
    public static BootstrapException Failure(string tail, ProgramLookup lookup)
    {
        var line = CommandOf(tail);
        var program = new CommandLineCursor(line).Peek() ?? string.Empty;
        var isQuoted = line.StartsWith('"') || program.Length == 0;
        if (!isQuoted && LongerReadingThatIsAFile(line, program.Length, lookup) is { } path)
        {
            return new BootstrapException(Messages.WorkloadNotQuoted, [path, program], $"Quote it: \"{path}\".");
        }

        var asked = isQuoted ? program : line[..LengthOfPath(line, program)];
        return lookup.IsFolder(asked)
            ? new BootstrapException(Messages.WorkloadIsFolder, [asked])
            : new BootstrapException(Messages.WorkloadNotFound, [asked], HintFor(asked));
    }

    /// <summary>
    /// The command line, or the one inside a single argument with spaces: an exec-form ENTRYPOINT with a shell-form CMD
    /// (https://github.com/moby/moby/issues/33373), or an exec-form CMD with one path that contains spaces.
    /// </summary>
    private static string CommandOf(string tail)
    {
        var cursor = new CommandLineCursor(tail);
        var argument = cursor.Next() ?? string.Empty;
        return cursor.IsAtEnd && argument.AsSpan().IndexOfAny(' ', '\t') >= 0
            ? argument.Trim(' ', '\t')
            : tail;
    }

    /// <summary>
    /// The length of the program's path in a command line, if the path may contain spaces: the words that look like the
    /// rest of a path. Words that may be arguments are left out, because they may be secrets.
    /// </summary>
    private static int LengthOfPath(string line, string program)
    {
        if (!IsPath(program))
        {
            return program.Length;
        }

        var end = program.Length;
        while (!HasExtension(line[..end]))
        {
            var next = EndOfWord(line, end);
            if (next == end || !GoesOnLikeAPath(line[end..next].TrimStart()))
            {
                break;
            }

            end = next;
        }

        return end;
    }

    private static string? LongerReadingThatIsAFile(string line, int start, ProgramLookup lookup)
    {
        for (var end = EndOfWord(line, start); end > start; start = end, end = EndOfWord(line, end))
        {
            if (
                IsPath(line[..end])
                && !line[..end].Contains('"', StringComparison.Ordinal)
                && lookup.Find(line[..end]) is not null
            )
            {
                return line[..end];
            }
        }

        return null;
    }

    /// <summary>The end of the next word of a line; <paramref name="start"/> if there is no next word.</summary>
    private static int EndOfWord(string line, int start)
    {
        var word = line.AsSpan(start).IndexOfAnyExcept(' ', '\t');
        if (word < 0)
        {
            return start;
        }

        var length = line.AsSpan(start + word).IndexOfAny(' ', '\t');
        return length < 0 ? line.Length : start + word + length;
    }

    private static bool GoesOnLikeAPath(string word) => word[0] is not ('-' or '/' or '"')
        && word.AsSpan().IndexOfAny('=', ':', '@') < 0
        && (word.Contains('\\', StringComparison.Ordinal) || HasExtension(word));

    private static bool HasExtension(string path) =>
        path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".com", StringComparison.OrdinalIgnoreCase)
        || BatchFile.Is(path)
        || ProgramKind.HintFor(path) is not null;

    private static bool IsPath(string name) => name.AsSpan().IndexOfAny('\\', '/', ':') >= 0;

    private static string? HintFor(string name)
    {
        if (name is "plan" or "check")
        {
            return $"To use bootstrap's verb {name}, put it before all options: bootstrap {name} [OPTIONS].";
        }

        if (ProgramKind.IsBuiltIn(name))
        {
            return $"{name} is a command of cmd.exe, not a program: use cmd /S /C \"{name} ...\".";
        }

        return IsPath(name)
            ? "Check that the image has a file with this path. A relative path starts in the current folder. In exec "
                + "form (JSON) a backslash is written twice."
            : "Give the full path, or the name of a program in the current folder or in PATH.";
    }
}
