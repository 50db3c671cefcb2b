using Bootstrap.Ecs;

namespace Bootstrap.Services;

/// <summary>Which of the container's variables a service gets.</summary>
internal static class ServiceVariables
{
    /// <summary>
    /// The variables by which SDKs and agents find the task's endpoints. The token itself is not one of them: ordinary users
    /// may read the registry keys of services. It has to be named by <c>--service-variable</c>.
    /// </summary>
    public static readonly IReadOnlyList<string> Names =
    [
        TaskVariables.CredentialsRelativeUri, TaskVariables.CredentialsFullUri, TaskVariables.AuthorizationTokenFile,
        TaskVariables.MetadataUriV4, TaskVariables.MetadataUri, TaskVariables.AgentUri, TaskVariables.ExecutionEnvironment,
        "AWS_REGION", "AWS_DEFAULT_REGION",
    ];

    /// <summary>Reads them.</summary>
    /// <param name="further">Names of further variables; names are compared without case.</param>
    /// <param name="variable">Gives a variable's value, or null when it is not set. An empty value counts as not set.</param>
    public static IReadOnlyList<TaskVariable> Read(IReadOnlyList<string> further, Func<string, string?> variable) =>
    [
        .. Names.Concat(further).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => new TaskVariable(name, variable(name) is { Length: > 0 } value ? value : null)),
    ];

    /// <summary>Whether one of them tells where the credentials are.</summary>
    public static bool HaveCredentials(IReadOnlyList<TaskVariable> variables) => variables.Any(variable =>
        variable is { Name: TaskVariables.CredentialsRelativeUri or TaskVariables.CredentialsFullUri, Value: not null });
}
