using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.Workload;

/// <summary>What to say when the workload's program is not found. The words name what was asked for.</summary>
internal static class MissingProgram
{
    /// <summary>The failure for a workload's command line of which no reading names a file.</summary>
    /// <param name="tail">The workload's command line, verbatim.</param>
    /// <param name="lookup">Finds programs.</param>
    public static BootstrapException Failure(string tail, ProgramLookup lookup)
    {
        var line = CommandOf(tail);
        var position = 0;
        var program = CommandLineText.NextArgument(line, ref position) ?? string.Empty;
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
    /// The command line itself, or the one inside a single argument with blanks: an exec-form ENTRYPOINT with a
    /// shell-form CMD (https://github.com/moby/moby/issues/33373), or an exec-form CMD of one path with blanks.
    /// </summary>
    private static string CommandOf(string tail)
    {
        var position = 0;
        var argument = CommandLineText.NextArgument(tail, ref position) ?? string.Empty;
        return CommandLineText.IsOnlySpace(tail, position) && argument.AsSpan().IndexOfAny(' ', '\t') >= 0
            ? argument.Trim(' ', '\t')
            : tail;
    }

    /// <summary>
    /// How much of a command line is the path of its program, if that contains spaces: the words that go on like a
    /// path. What may be an argument is left out, since it may be a secret.
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

        // "C:\Program Files" is the start of a path; without its end, the first word is all that is certain.
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

    /// <summary>The end of the next word of a line; <paramref name="start"/> when there is none.</summary>
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
            return $"If bootstrap's own {name} is meant: it comes before all options, bootstrap {name} [OPTIONS].";
        }

        if (ProgramKind.IsBuiltIn(name))
        {
            return $"{name} is a command of cmd.exe and no program: cmd /S /C \"{name} ...\".";
        }

        return IsPath(name)
            ? "Is the file in the image, at this path? A relative path starts in the current folder; in exec form (JSON) a backslash is written twice."
            : "Give its full path, or a name that is in the current folder or on PATH.";
    }
}
