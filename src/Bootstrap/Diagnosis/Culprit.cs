namespace Bootstrap.Diagnosis;

/// <summary>Whose side has to be changed.</summary>
internal enum Culprit
{
    /// <summary>The container's image: its Dockerfile, or what it starts.</summary>
    Image,

    /// <summary>The task definition, or whoever started the container otherwise.</summary>
    TaskDefinition,

    /// <summary>The container instance: its Windows, its ECS agent, its settings in EC2.</summary>
    Host,
}
