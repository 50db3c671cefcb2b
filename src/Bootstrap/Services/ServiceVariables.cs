using Bootstrap.Ecs;

namespace Bootstrap.Services;

/// <summary>Which of the container's variables a service gets.</summary>
internal static class ServiceVariables
{
    /// <summary>
    /// The variables by which SDKs and agents find the task's endpoints. The token itself is not one of them: ordinary
    /// users may read the registry keys of services. It has to be named by <c>--service-variable</c>.
    /// </summary>
    public static readonly string[] Names =
    [
        TaskVariables.CredentialsRelativeUri, TaskVariables.CredentialsFullUri, TaskVariables.AuthorizationTokenFile,
        TaskVariables.MetadataUriV4, TaskVariables.MetadataUri, TaskVariables.AgentUri,
        TaskVariables.ExecutionEnvironment, "AWS_REGION", "AWS_DEFAULT_REGION",
    ];

    /// <summary>Reads them.</summary>
    /// <param name="further">Names of further variables; names are compared without case.</param>
    /// <param name="variable">Gives a variable's value, or null when it is not set. An empty value counts as not
    /// set.</param>
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

    /// <summary>Whether one of them tells where the credentials are.</summary>
    public static bool HaveCredentials(List<TaskVariable> variables) => variables.Exists(
        variable => variable.Value is not null && IsCredentials(variable.Name));

    /// <summary>Whether a variable tells where the credentials are.</summary>
    public static bool IsCredentials(string name) =>
        name is TaskVariables.CredentialsRelativeUri or TaskVariables.CredentialsFullUri;
}
