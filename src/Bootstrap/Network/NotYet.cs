namespace Bootstrap.Network;

/// <summary>No plan can be made yet; a later snapshot may be complete.</summary>
/// <param name="Missing">What is missing, as the object of "waiting for", such as "a default route".</param>
/// <param name="Hint">What to do if it does not come.</param>
internal sealed record NotYet(string Missing, string Hint) : Decision
{
    public override T Match<T>(Func<Plan, T> plan, Func<NotYet, T> notYet) => notYet(this);
}
