namespace Bootstrap.Diagnosis;

/// <summary>The side to correct.</summary>
internal enum Culprit
{
    /// <summary>The container's image: its Dockerfile, or the programs in it.</summary>
    Image,

    /// <summary>The task definition, or outside ECS the command that started the container.</summary>
    TaskDefinition,

    /// <summary>The container instance: Windows, the ECS agent, the settings in EC2.</summary>
    Host,
}
