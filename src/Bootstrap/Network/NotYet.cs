namespace Bootstrap.Network;

/// <summary>No plan can be made from what was seen; a later look may see more.</summary>
/// <param name="Missing">What is missing, as the object of "waiting for", such as "a default route".</param>
/// <param name="Hint">What to do when it never comes.</param>
internal sealed record NotYet(string Missing, string Hint) : Decision
{
    public override T Match<T>(Func<Plan, T> plan, Func<NotYet, T> notYet) => notYet(this);
}
