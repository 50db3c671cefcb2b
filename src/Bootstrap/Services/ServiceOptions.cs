namespace Bootstrap.Services;

/// <summary>What is to be done for Windows services.</summary>
/// <param name="services">See <see cref="Services"/>.</param>
/// <param name="restart">See <see cref="Restart"/>.</param>
/// <param name="restartSource">See <see cref="RestartSource"/>.</param>
/// <param name="variables">See <see cref="Variables"/>.</param>
internal sealed class ServiceOptions(
    List<string> services, bool restart, string restartSource, IReadOnlyList<string> variables)
{
    /// <summary>Names of the services that get the task's variables, each once.</summary>
    public List<string> Services => services;

    /// <summary>Whether one that runs already is restarted.</summary>
    public bool Restart => restart;

    /// <summary>What a reader knows <see cref="Restart"/> by: the option or the variable.</summary>
    public string RestartSource => restartSource;

    /// <summary>Names of further variables for them.</summary>
    public IReadOnlyList<string> Variables => variables;
}
