namespace Bootstrap.Services;

/// <summary>What is to be done for Windows services.</summary>
/// <param name="Services">Names of the services that get the task's variables, each once.</param>
/// <param name="Restart">Whether one that runs already is restarted.</param>
/// <param name="RestartSource">What a reader knows <paramref name="Restart"/> by: the option or the variable.</param>
/// <param name="Variables">Names of further variables for them.</param>
internal sealed record ServiceOptions(
    IReadOnlyList<string> Services, bool Restart, string RestartSource, IReadOnlyList<string> Variables);
