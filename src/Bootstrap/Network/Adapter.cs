namespace Bootstrap.Network;

/// <summary>One network adapter.</summary>
/// <param name="Index">The interface index, the same number that routes name.</param>
/// <param name="Alias">The name as Windows shows it, such as <c>vEthernet (Ethernet)</c>.</param>
/// <param name="Description">What kind it is, such as <c>Hyper-V Virtual Ethernet Container Adapter</c>.</param>
/// <param name="IsUp">Its operational status is up.</param>
internal sealed record Adapter(uint Index, string Alias, string Description, bool IsUp)
{
    /// <summary>
    /// A container's own adapter. The text after the common words varies with the Windows version and the number of
    /// adapters ("... Adapter", "... Adapter #2", "... Container Adapter"); under Hyper-V isolation it is said to be
    /// "Microsoft Hyper-V Network Adapter".
    /// </summary>
    public bool IsHyperV =>
        Description.StartsWith("Hyper-V Virtual Ethernet", StringComparison.OrdinalIgnoreCase)
        || Description.StartsWith("Microsoft Hyper-V Network Adapter", StringComparison.OrdinalIgnoreCase);
}
