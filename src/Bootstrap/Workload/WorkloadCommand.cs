using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.Workload;

/// <summary>What to start: the program's full path, and the command line that it will see.</summary>
/// <param name="ProgramPath">The full path.</param>
/// <param name="CommandLine">The command line, verbatim.</param>
internal sealed record WorkloadCommand(string ProgramPath, string CommandLine)
{
    /// <summary>Finds the program that a tail of our command line names.</summary>
    /// <param name="tail">The workload's command line.</param>
    /// <param name="lookup">Finds the program.</param>
    /// <param name="systemFolder">Windows' system folder, for cmd.exe.</param>
    /// <exception cref="BootstrapException">
    /// There is no such program, exit code 127; or it is a batch file whose arguments cannot be passed safely, 126.
    /// </exception>
    public static WorkloadCommand Resolve(string tail, ProgramLookup lookup, string systemFolder)
    {
        var line = tail;
        var position = 0;
        var name = CommandLineText.NextArgument(line, ref position)!;
        if (lookup.Find(name) is { } path)
        {
            return Create(path);
        }

        // An exec-form ENTRYPOINT with a shell-form CMD: the whole command line arrives as one quoted argument
        // (https://github.com/moby/moby/issues/33373).
        if (CommandLineText.IsOnlySpace(line, position) && name.AsSpan().IndexOfAny(' ', '\t') >= 0)
        {
            position = 0;
            line = name.Trim(' ', '\t');
            name = CommandLineText.NextArgument(line, ref position) ?? string.Empty;
            if (lookup.Find(name) is { } shellForm)
            {
                return Create(shellForm);
            }
        }

        throw NotFound(name, lookup);

        WorkloadCommand Create(string program) => BatchFile.Is(program)
            ? BatchFile.ToCommand(program, line[position..], systemFolder)
            : new WorkloadCommand(program, line);
    }

    private static BootstrapException NotFound(string name, ProgramLookup lookup) => lookup.IsFolder(name)
        ? new BootstrapException(Messages.WorkloadIsFolder, [name])
        : new BootstrapException(Messages.WorkloadNotFound, [name],
            name is "plan" or "check" ? $"If bootstrap's own {name} is meant: it comes before all options, bootstrap {name} [OPTIONS]."
            : name.AsSpan().IndexOfAny('\\', '/', ':') < 0 ? "Give its full path, or a name that is in the current folder or on PATH."
            : "Is the file in the image, at this path? A relative path starts in the current folder; in exec form (JSON) a backslash is written twice.");
}
