namespace Bootstrap.Services;

/// <summary>The options for Windows services.</summary>
/// <param name="services">See <see cref="Services"/>.</param>
/// <param name="restart">See <see cref="Restart"/>.</param>
/// <param name="restartSource">See <see cref="RestartSource"/>.</param>
/// <param name="variables">See <see cref="Variables"/>.</param>
internal sealed class ServiceOptions(
    List<string> services, bool restart, string restartSource, List<string> variables)
{
    /// <summary>The services of IIS, which share one process. WAS comes first: W3SVC depends on it.</summary>
    public const string Iis = "WAS,W3SVC";

    /// <summary>Names of the services that get the task's variables, without duplicates.</summary>
    public List<string> Services => services;

    /// <summary>Whether a running service is restarted.</summary>
    public bool Restart => restart;

    /// <summary>The source of <see cref="Restart"/> for messages: the option or the variable.</summary>
    public string RestartSource => restartSource;

    /// <summary>Names of more variables for the services.</summary>
    public List<string> Variables => variables;
}
