namespace Bootstrap.Network;

/// <summary>How the network is read and changed.</summary>
internal enum Backend
{
    /// <summary>MI/CIM, and IP Helper if WMI is missing, fails or does not answer in time.</summary>
    Auto,

    /// <summary>Only MI/CIM.</summary>
    Cim,

    /// <summary>Only IP Helper.</summary>
    IpHelper,
}
