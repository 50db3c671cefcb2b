namespace Bootstrap.Commands;

/// <summary>One verb of the command line.</summary>
internal interface ICommand
{
    /// <summary>Executes the command and returns the exit code of this process.</summary>
    /// <exception cref="Logging.BootstrapException">An expected failure, with its exit code.</exception>
    int Execute();
}
