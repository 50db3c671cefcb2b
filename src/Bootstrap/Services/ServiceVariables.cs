using Bootstrap.Ecs;

namespace Bootstrap.Services;

/// <summary>The environment variables that services get.</summary>
internal static class ServiceVariables
{
    /// <summary>
    /// The variables with which SDKs and agents find the task's endpoints. The authorization token is not included,
    /// because ordinary users may read the registry keys of services; <c>--service-variable</c> can add it.
    /// </summary>
    public static readonly string[] Names =
    [
        TaskVariables.CredentialsRelativeUri, TaskVariables.CredentialsFullUri, TaskVariables.AuthorizationTokenFile,
        TaskVariables.MetadataUriV4, TaskVariables.MetadataUri, TaskVariables.AgentUri,
        TaskVariables.ExecutionEnvironment, "AWS_REGION", "AWS_DEFAULT_REGION",
    ];

    /// <summary>Reads the variables.</summary>
    /// <param name="further">Names of more variables; case does not matter.</param>
    /// <param name="variable">
    /// Returns a variable's value, or null when it is not set. An empty value counts as not set.
    /// </param>
    public static List<TaskVariable> Read(IReadOnlyList<string> further, Func<string, string?> variable)
    {
        var variables = new List<TaskVariable>();
        foreach (var name in Names)
        {
            Add(name);
        }

        foreach (var name in further)
        {
            Add(name);
        }

        return variables;

        void Add(string name)
        {
            if (!variables.Exists(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                variables.Add(new TaskVariable(name, variable(name) is { Length: > 0 } value ? value : null));
            }
        }
    }

    /// <summary>Whether one of the variables names a credentials endpoint.</summary>
    public static bool HaveCredentials(List<TaskVariable> variables) => variables.Exists(
        variable => variable.Value is not null && IsCredentials(variable.Name));

    /// <summary>Whether a variable names a credentials endpoint.</summary>
    public static bool IsCredentials(string name) =>
        name is TaskVariables.CredentialsRelativeUri or TaskVariables.CredentialsFullUri;
}
