namespace Bootstrap.Ecs;

internal static class NetworkModes
{
    /// <summary>The mode's name on the command line and in <c>plan --format json</c>.</summary>
    public static string Name(this NetworkMode mode) => mode switch
    {
        NetworkMode.Nat => "nat",
        NetworkMode.Awsvpc => "awsvpc",
        NetworkMode.Fargate => "fargate",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
