using System.Net;

namespace Bootstrap.Network;

/// <summary>
/// The path to the host: gateway and interface, from one default route unless the user overrides them.
/// </summary>
/// <param name="Gateway">The next hop.</param>
/// <param name="Interface">The interface.</param>
/// <param name="InterfaceMetric">The interface's metric, or null when it is not known.</param>
/// <param name="Reason">Why these two, as a phrase.</param>
/// <param name="Warnings">What the reader should know about the choice.</param>
internal sealed record HostPath(
    IPAddress Gateway, Adapter Interface, uint? InterfaceMetric, string Reason, IReadOnlyList<PlanWarning> Warnings);
