namespace Bootstrap.Ecs;

/// <summary>How ECS connects this container.</summary>
internal enum NetworkMode
{
    /// <summary>
    /// EC2, the nat network (also <c>default</c> and <c>bridge</c>): the routes are missing and we add them.
    /// </summary>
    Nat,

    /// <summary>EC2, a network interface of the task's own: the agent sets up the routes itself.</summary>
    Awsvpc,

    /// <summary>Fargate: the platform sets up everything.</summary>
    Fargate,
}
