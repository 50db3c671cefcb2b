namespace Bootstrap.Network;

/// <summary>The states of an address as messages and snapshots spell them.</summary>
internal static class AddressStates
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "invalid", "tentative", "duplicate", "deprecated", "preferred",
    ];

    public static string Name(this AddressState state) => Names[(int)state];

    /// <summary>The state of this name; null when there is none.</summary>
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
