using Bootstrap.Ecs;

namespace Bootstrap.Services;

/// <summary>The environment variables that services get.</summary>
internal static class ServiceVariables
{
    /// <summary>
    /// Reads the variables with which SDKs and agents find the task's endpoints. The authorization token is not
    /// included, because ordinary users may read the registry keys of services; <c>--service-variable</c> can add it.
    /// </summary>
    /// <param name="further">Names of more variables; case does not matter.</param>
    /// <param name="variable">
    /// Returns a variable's value, or null when it is not set. An empty value counts as not set.
    /// </param>
    /// <returns>
    /// Each name with its value, which may be a secret and is never logged; null for a variable that is not set.
    /// </returns>
    public static Dictionary<string, string?> Read(List<string> further, Func<string, string?> variable)
    {
        List<string> names =
        [
            TaskVariables.CredentialsRelativeUri, TaskVariables.CredentialsFullUri,
            TaskVariables.AuthorizationTokenFile, TaskVariables.MetadataUriV4, TaskVariables.MetadataUri,
            TaskVariables.AgentUri, TaskVariables.ExecutionEnvironment, "AWS_REGION", "AWS_DEFAULT_REGION",
        ];
        names.AddRange(further);
        var variables = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            variables.TryAdd(name, variable(name) is { Length: > 0 } value ? value : null);
        }

        return variables;
    }

    /// <summary>Whether a variable that names a credentials endpoint is set.</summary>
    /// <param name="variables">The result of <see cref="Read"/>.</param>
    public static bool HaveCredentials(Dictionary<string, string?> variables) =>
        variables[TaskVariables.CredentialsRelativeUri] is not null
        || variables[TaskVariables.CredentialsFullUri] is not null;

    /// <summary>Whether one of these variables names a credentials endpoint.</summary>
    public static bool HaveCredentials(List<string> names) =>
        names.HasName(TaskVariables.CredentialsRelativeUri) || names.HasName(TaskVariables.CredentialsFullUri);
}
