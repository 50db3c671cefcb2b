using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>The changes to the network, and their reasons.</summary>
/// <param name="Mode">The network mode.</param>
/// <param name="Reason">Why this mode, this gateway and this interface were chosen, as one sentence.</param>
/// <param name="Gateway">The next hop of the routes, or null in a mode without routes of bootstrap.</param>
/// <param name="Interface">The interface of the routes, or null in a mode without routes of bootstrap.</param>
/// <param name="Routes">One for each wanted prefix; empty in a mode without routes of bootstrap.</param>
/// <param name="Warnings">Warnings about the plan.</param>
internal sealed record Plan(
    NetworkMode Mode,
    string Reason,
    IPAddress? Gateway,
    Adapter? Interface,
    IReadOnlyList<PlannedRoute> Routes,
    IReadOnlyList<PlanWarning> Warnings) : Decision
{
    public override T Match<T>(Func<Plan, T> plan, Func<NotYet, T> notYet) => plan(this);

    /// <summary>Whether the mode is Fargate by a variable, but the network looks like nat on EC2.</summary>
    public bool IsFargateDoubtful => Warnings.Any(warning => warning.Message.Name == Messages.FargateDoubtful.Name);

    public bool ChangesNothing => Routes.All(route => route.Action == RouteAction.Keep);
}
