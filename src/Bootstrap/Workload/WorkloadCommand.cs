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
        var cursor = new CommandLineCursor(tail);
        var name = cursor.Next() ?? string.Empty;
        if (lookup.Find(name) is { } path)
        {
            return Create(path, tail, cursor.Rest);
        }

        // With an exec-form ENTRYPOINT and a shell-form CMD, the whole command line is one quoted argument
        // (https://github.com/moby/moby/issues/33373).
        if (cursor.IsAtEnd && name.AsSpan().IndexOfAny(' ', '\t') >= 0)
        {
            var line = name.Trim(' ', '\t');
            var inner = new CommandLineCursor(line);
            if (lookup.Find(inner.Next() ?? string.Empty) is { } shellForm)
            {
                return Create(shellForm, line, inner.Rest);
            }
        }

        throw MissingProgram.Failure(tail, lookup);

        WorkloadCommand Create(string program, string commandLine, string arguments) => BatchFile.Is(program)
            ? BatchFile.ToCommand(program, arguments, systemFolder)
            : new WorkloadCommand(program, commandLine);
    }
}
