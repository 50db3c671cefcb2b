namespace Bootstrap.Ecs;

internal static class NetworkModes
{
    /// <summary>The mode as the command line and <c>plan --format json</c> spell it.</summary>
    public static string Name(this NetworkMode mode) => mode switch
    {
        NetworkMode.Nat => "nat",
        NetworkMode.Awsvpc => "awsvpc",
        NetworkMode.Fargate => "fargate",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
