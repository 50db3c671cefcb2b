namespace Bootstrap.Network;

/// <summary>
/// State of an address, NL_DAD_STATE of nldef.h
/// (https://learn.microsoft.com/windows/win32/api/nldef/ne-nldef-nl_dad_state).
/// </summary>
internal enum AddressState
{
    Invalid,

    /// <summary>Windows still asks whether another machine has it; nothing can be sent from it yet.</summary>
    Tentative,

    /// <summary>Another machine has it; nothing can be sent from it.</summary>
    Duplicate,

    /// <summary>Usable, although not for new connections where there is another one.</summary>
    Deprecated,

    /// <summary>Usable.</summary>
    Preferred,
}
