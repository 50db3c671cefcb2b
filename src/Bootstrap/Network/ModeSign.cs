using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>A network mode and the evidence for it as text.</summary>
internal sealed record ModeSign(NetworkMode Mode, string Sign);
