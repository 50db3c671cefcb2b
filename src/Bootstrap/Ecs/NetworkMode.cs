namespace Bootstrap.Ecs;

/// <summary>The network mode of the ECS task.</summary>
internal enum NetworkMode
{
    /// <summary>EC2, the nat network (also <c>default</c> and <c>bridge</c>): bootstrap adds the routes.</summary>
    Nat,

    /// <summary>EC2, a dedicated network interface for the task: the ECS agent sets up the routes.</summary>
    Awsvpc,

    /// <summary>Fargate: the platform sets up the routes.</summary>
    Fargate,
}
