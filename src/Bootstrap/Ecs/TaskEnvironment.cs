namespace Bootstrap.Ecs;

/// <summary>What the environment variables of an ECS task say about its network.</summary>
/// <param name="ExecutionEnvironment">
/// <c>AWS_EXECUTION_ENV</c>: <c>AWS_ECS_EC2</c> or <c>AWS_ECS_FARGATE</c>, or null outside ECS.
/// </param>
internal sealed record TaskEnvironment(string? ExecutionEnvironment)
{
    public const string ExecutionEnvironmentVariable = "AWS_EXECUTION_ENV";
    public const string Fargate = "AWS_ECS_FARGATE";

    public bool IsFargate => string.Equals(ExecutionEnvironment, Fargate, StringComparison.OrdinalIgnoreCase);

    /// <summary>The variable says that this is a task of ECS, on EC2 or Fargate.</summary>
    public bool IsEcs => ExecutionEnvironment?.StartsWith("AWS_ECS_", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads the variables. <paramref name="variable"/> gives a variable's value, or null when it is not set.</summary>
    public static TaskEnvironment Read(Func<string, string?> variable) => new(variable(ExecutionEnvironmentVariable));
}
