using Bootstrap.Logging;

namespace Bootstrap.Services;

/// <summary>Runs steps for single services: after a failure of one service, the others get their turn.</summary>
/// <param name="report">Gets each failure.</param>
internal sealed class ServiceAttempts(Action<BootstrapException> report)
{
    /// <summary>Whether a step has failed.</summary>
    public bool HaveFailed { get; private set; }

    /// <summary>Runs a step and reports its failure.</summary>
    /// <exception cref="BootstrapException">The container is stopped.</exception>
    public void Run(Action<string> step, string service)
    {
        try
        {
            step(service);
        }
        catch (BootstrapException failure) when (failure.ExitCode == ExitCode.SetupFailed)
        {
            HaveFailed = true;
            report(failure);
        }
    }
}
