using System.Net;

namespace Bootstrap.Network;

/// <summary>
/// The path to the host: the gateway and interface of a default route, unless options override them.
/// </summary>
/// <param name="Gateway">The next hop.</param>
/// <param name="Interface">The interface.</param>
/// <param name="InterfaceMetric">The interface's metric, or null when it is not known.</param>
/// <param name="Reason">Why these two were chosen.</param>
/// <param name="Warnings">Warnings about the choice.</param>
internal sealed record HostPath(
    IPAddress Gateway, Adapter Interface, uint? InterfaceMetric, string Reason, IReadOnlyList<PlanWarning> Warnings);
