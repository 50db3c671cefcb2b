namespace Bootstrap.Logging;

/// <summary>
/// Exit codes of bootstrap. Once the workload has started, its own 32-bit code is returned instead, unchanged.
/// </summary>
/// <remarks>125, 126 and 127 mean what they mean for <c>docker run</c>, <c>chroot</c> and <c>env</c>.</remarks>
internal static class ExitCode
{
    /// <summary>Help, the version or a plan was printed, or the container is healthy.</summary>
    public const int Success = 0;

    /// <summary><c>check</c> only: something that the workload needs is missing.</summary>
    public const int NotHealthy = 1;

    /// <summary>The command line or an environment variable is wrong.</summary>
    public const int Usage = 2;

    /// <summary>
    /// The set-up before the workload failed: network, credentials or services; also an internal error. Only failures
    /// with this code obey <c>--on-failure continue</c>.
    /// </summary>
    public const int SetupFailed = 125;

    /// <summary>The workload was found but cannot be executed.</summary>
    public const int CannotExecute = 126;

    /// <summary>The workload was not found.</summary>
    public const int NotFound = 127;

    /// <summary>
    /// A stop came before the workload started: STATUS_CONTROL_C_EXIT, the code that Windows gives to a program that
    /// does not handle the event. Also the code of a workload that <c>--stop-timeout</c> ended.
    /// </summary>
    public const int Stopped = unchecked((int)0xC000013A);
}
