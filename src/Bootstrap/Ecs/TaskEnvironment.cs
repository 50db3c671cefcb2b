namespace Bootstrap.Ecs;

/// <summary>Facts from the environment variables of an ECS task.</summary>
/// <param name="ExecutionEnvironment">
/// <c>AWS_EXECUTION_ENV</c>: <c>AWS_ECS_EC2</c> or <c>AWS_ECS_FARGATE</c>, or null outside ECS.
/// </param>
/// <param name="IsTask">A variable of an ECS task is set.</param>
/// <param name="AsksForCredentials">A variable names a credentials endpoint that may need a route of bootstrap.</param>
internal sealed record TaskEnvironment(string? ExecutionEnvironment, bool IsTask = true, bool AsksForCredentials = true)
{
    public const string Fargate = "AWS_ECS_FARGATE";

    private const string EcsPrefix = "AWS_ECS_";

    public bool IsFargate => string.Equals(ExecutionEnvironment, Fargate, StringComparison.OrdinalIgnoreCase);

    /// <summary>The variable names ECS, on EC2 or Fargate.</summary>
    public bool IsEcs => ExecutionEnvironment?.StartsWith(EcsPrefix, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// Reads the variables. <paramref name="variable"/> returns a variable's value, or null when it is not set.
    /// </summary>
    public static TaskEnvironment Read(Func<string, string?> variable)
    {
        var variables = new TaskVariables(variable);
        var execution = variables[TaskVariables.ExecutionEnvironment];
        var hasRelativeUri = variables[TaskVariables.CredentialsRelativeUri] is not null;
        var isTask = hasRelativeUri
            || variables[TaskVariables.MetadataUriV4] is not null
            || variables[TaskVariables.MetadataUri] is not null
            || variables[TaskVariables.AgentUri] is not null
            || execution?.StartsWith(EcsPrefix, StringComparison.OrdinalIgnoreCase) == true;

        // A full URI with another address, such as a sidecar on loopback, counts as none.
        var asksForCredentials =
            hasRelativeUri || LinkLocalUri.TryParseCredentials(variables[TaskVariables.CredentialsFullUri]) is not null;
        return new TaskEnvironment(execution, isTask, asksForCredentials);
    }
}
