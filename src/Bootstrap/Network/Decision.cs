namespace Bootstrap.Network;

/// <summary>The result of <see cref="Planner.Decide"/>: a <see cref="Plan"/> or <see cref="NotYet"/>.</summary>
internal abstract record Decision
{
    private protected Decision()
    {
    }

    /// <summary>Calls the function for the actual type.</summary>
    public abstract T Match<T>(Func<Plan, T> plan, Func<NotYet, T> notYet);
}
