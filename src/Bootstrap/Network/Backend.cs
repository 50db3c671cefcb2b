namespace Bootstrap.Network;

/// <summary>How the network is read and changed.</summary>
internal enum Backend
{
    /// <summary>MI/CIM; IP Helper where WMI is not there or does not answer in time.</summary>
    Auto,

    /// <summary>MI/CIM alone.</summary>
    Cim,

    /// <summary>IP Helper alone.</summary>
    IpHelper,
}
