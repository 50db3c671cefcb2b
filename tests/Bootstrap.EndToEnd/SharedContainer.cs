namespace Bootstrap.EndToEnd;

/// <summary>One container for all tests of a class that do not change it. Its network has no default route.</summary>
public sealed class SharedContainer : IAsyncLifetime
{
    public Container Container { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Container = await ContainerExtensions.StartAsync("no-gateway");

    public ValueTask DisposeAsync() => Container.DisposeAsync();
}
