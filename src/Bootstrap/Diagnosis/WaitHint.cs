using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis;

/// <summary>
/// What to do if <c>--wait-for-credentials</c> got no credentials. Based on the plan; the gateway is not queried.
/// </summary>
internal static class WaitHint
{
    /// <param name="state">The last state of the endpoint.</param>
    /// <param name="request">The request that led to it.</param>
    /// <param name="plan">The plan, or null without one.</param>
    /// <param name="isModeDetected">Whether the mode was detected; false if an option or a variable set it.</param>
    public static string? Of(CredentialsState state, HttpRequest request, Plan? plan, bool isModeDetected)
    {
        if (!state.IsConnected && plan is { IsFargateDoubtful: true })
        {
            return CredentialsHints.FargateDoubtful;
        }

        var address = IPAddress.Parse(request.Uri.Host);
        if (!state.IsConnected
            && plan is { Mode: NetworkMode.Nat }
            && !plan.Routes.Any(route => route.Destination.Contains(address)))
        {
            return CredentialsHints.NotRouted(address);
        }

        var mode = plan is { IsFargateDoubtful: false } ? plan.Mode : (NetworkMode?)null;
        var hint = CredentialsHints.Of(
            state.Status, CredentialsEndpoint.ProviderAt(request.Uri), mode, isModeDetected);
        if (state.IsAnswered)
        {
            return hint;
        }

        var doubt = state.IsConnected ? string.Empty : GatewayDoubt.Of(plan);
        return $"{hint}{doubt} {CredentialsHints.SeeCheck}";
    }
}
