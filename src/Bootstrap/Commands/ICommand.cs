namespace Bootstrap.Commands;

/// <summary>One verb of the command line.</summary>
internal interface ICommand
{
    /// <summary>Executes it and returns the process's exit code.</summary>
    /// <exception cref="Logging.BootstrapException">An expected failure, with its exit code.</exception>
    int Execute();
}
