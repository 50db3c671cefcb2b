using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>A network mode and the sign it was recognised by, as a phrase that a reader understands.</summary>
internal sealed record ModeSign(NetworkMode Mode, string Sign);
