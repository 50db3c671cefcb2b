namespace Bootstrap.Network;

/// <summary>One network adapter.</summary>
/// <param name="Index">The interface index, as in routes.</param>
/// <param name="Alias">The name in Windows, such as <c>vEthernet (Ethernet)</c>.</param>
/// <param name="Description">The kind, such as <c>Hyper-V Virtual Ethernet Container Adapter</c>.</param>
/// <param name="IsUp">Its operational status is up.</param>
internal sealed record Adapter(uint Index, string Alias, string Description, bool IsUp)
{
    /// <summary>
    /// The adapter of a container. The end of the description depends on the Windows version and the number of adapters
    /// ("... Adapter", "... Adapter #2", "... Container Adapter"); under Hyper-V isolation it is reported as
    /// "Microsoft Hyper-V Network Adapter".
    /// </summary>
    public bool IsHyperV =>
        Description.StartsWith("Hyper-V Virtual Ethernet", StringComparison.OrdinalIgnoreCase)
        || Description.StartsWith("Microsoft Hyper-V Network Adapter", StringComparison.OrdinalIgnoreCase);
}
