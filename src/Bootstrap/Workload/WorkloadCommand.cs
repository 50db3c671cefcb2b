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
            if (lookup.Find(CommandLineText.NextArgument(line, ref position) ?? string.Empty) is { } shellForm)
            {
                return Create(shellForm);
            }
        }

        throw MissingProgram.Failure(tail, lookup);

        WorkloadCommand Create(string program) => BatchFile.Is(program)
            ? BatchFile.ToCommand(program, line[position..], systemFolder)
            : new WorkloadCommand(program, line);
    }
}
