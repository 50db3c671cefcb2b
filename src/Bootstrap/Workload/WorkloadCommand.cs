using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.Workload;

/// <summary>The command to start: the program's full path and its command line.</summary>
/// <param name="ProgramPath">The full path.</param>
/// <param name="CommandLine">The command line, verbatim.</param>
internal sealed record WorkloadCommand(string ProgramPath, string CommandLine)
{
    /// <summary>Finds the program of the workload's command line.</summary>
    /// <param name="tail">The workload's command line.</param>
    /// <param name="lookup">Finds the program.</param>
    /// <param name="systemFolder">The system folder, for cmd.exe.</param>
    /// <exception cref="BootstrapException">
    /// The program does not exist: exit code 127. The arguments of a batch file cannot be passed safely: 126.
    /// </exception>
    public static WorkloadCommand Resolve(string tail, ProgramLookup lookup, string systemFolder)
    {
        var line = tail;
        var position = 0;
        var name = CommandLineText.NextArgument(line, ref position) ?? string.Empty;
        if (lookup.Find(name) is { } path)
        {
            return Create(path);
        }

        // With an exec-form ENTRYPOINT and a shell-form CMD, the whole command line is one quoted argument
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
