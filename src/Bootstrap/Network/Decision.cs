namespace Bootstrap.Network;

/// <summary>The result of a decision: a <see cref="Plan"/> or <see cref="NotYet"/>; there is no third.</summary>
internal abstract record Decision
{
    private protected Decision()
    {
    }

    /// <summary>The result of the one function that fits.</summary>
    public abstract T Match<T>(Func<Plan, T> plan, Func<NotYet, T> notYet);
}
