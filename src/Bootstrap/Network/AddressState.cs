using Bootstrap.Windows;

namespace Bootstrap.Network;

/// <summary>
/// State of an address, NL_DAD_STATE of nldef.h
/// (https://learn.microsoft.com/windows/win32/api/nldef/ne-nldef-nl_dad_state).
/// </summary>
[Native("NL_DAD_STATE")]
internal enum AddressState
{
    [Native("IpDadStateInvalid")] Invalid,

    /// <summary>Windows still asks whether another machine has it; nothing can be sent from it yet.</summary>
    [Native("IpDadStateTentative")] Tentative,

    /// <summary>Another machine has it; nothing can be sent from it.</summary>
    [Native("IpDadStateDuplicate")] Duplicate,

    /// <summary>Usable, although not for new connections where there is another one.</summary>
    [Native("IpDadStateDeprecated")] Deprecated,

    /// <summary>Usable.</summary>
    [Native("IpDadStatePreferred")] Preferred,
}
