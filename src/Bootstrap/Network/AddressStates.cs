namespace Bootstrap.Network;

/// <summary>The names of address states in messages and snapshots.</summary>
internal static class AddressStates
{
    /// <summary>All names.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "invalid", "tentative", "duplicate", "deprecated", "preferred",
    ];

    public static string Name(this AddressState state) => Names[(int)state];

    /// <summary>The state with this name; null for an unknown name.</summary>
    public static AddressState? Parse(string name)
    {
        for (var state = 0; state < Names.Count; state++)
        {
            if (Names[state] == name)
            {
                return (AddressState)state;
            }
        }

        return null;
    }
}
