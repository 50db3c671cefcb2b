using Bootstrap.Windows;

namespace Bootstrap.Network;

/// <summary>
/// The state of an address, NL_DAD_STATE of nldef.h
/// (https://learn.microsoft.com/windows/win32/api/nldef/ne-nldef-nl_dad_state).
/// </summary>
[Native("NL_DAD_STATE")]
internal enum AddressState
{
    [Native("IpDadStateInvalid")] Invalid,

    /// <summary>Windows still checks whether another machine has the address; it cannot be used yet.</summary>
    [Native("IpDadStateTentative")] Tentative,

    /// <summary>Another machine has the address; it cannot be used.</summary>
    [Native("IpDadStateDuplicate")] Duplicate,

    /// <summary>Usable; for new connections Windows prefers another address.</summary>
    [Native("IpDadStateDeprecated")] Deprecated,

    /// <summary>Usable.</summary>
    [Native("IpDadStatePreferred")] Preferred,
}
