namespace Bootstrap.Network;

/// <summary>What to do about a failure, where more than one backend can meet it.</summary>
internal static class Hints
{
    public const string Administrator =
        "Only an administrator may change routes: put USER ContainerAdministrator into the Dockerfile (Nano Server runs as ContainerUser by default).";
}
