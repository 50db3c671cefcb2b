namespace Bootstrap.Network;

/// <summary>A network whose calls another one makes, by way of <see cref="Do"/>.</summary>
internal abstract class NetworkDecorator : INetwork
{
    public abstract string Backend { get; }

    public virtual void Prepare()
    {
    }

    public virtual bool FallBack(string why) => false;

    public virtual NetworkSnapshot Look() => Do(network => network.Look());

    public IReadOnlyList<Route> LookAtRoutes() => Do(network => network.LookAtRoutes());

    public void Add(RouteKey route, uint metric) => Do(network =>
    {
        network.Add(route, metric);
        return true;
    });

    public void Remove(RouteKey route) => Do(network =>
    {
        network.Remove(route);
        return true;
    });

    public abstract void Dispose();

    /// <summary>Makes a call.</summary>
    /// <exception cref="Logging.BootstrapException">It failed.</exception>
    protected abstract T Do<T>(Func<INetwork, T> call);
}
