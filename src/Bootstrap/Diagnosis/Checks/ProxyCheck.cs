using System.Net;
using Bootstrap.Ecs;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether a proxy in the environment would receive requests to the link-local endpoints.</summary>
internal sealed class ProxyCheck() : CheckRule(Id)
{
    public const string Id = "proxy";

    public override IReadOnlyList<string> DependsOn => [EnvironmentCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Seen.Proxy is not { Variables: { Count: > 0 } variables } proxy)
        {
            return Pass("no proxy in the environment");
        }

        var names = string.Join(", ", variables);
        if (proxy.WithoutException.Count == 0)
        {
            return Pass($"{names}, with exceptions for the link-local endpoints");
        }

        var addresses = string.Join(",", proxy.WithoutException);
        var what = string.Join(" and ", proxy.WithoutException.Select(address => WhatIsAt(address, evidence)));
        return Warn($"{names} without an exception for {addresses} in NO_PROXY", Culprit.Image,
            $"Add {addresses} to NO_PROXY: some SDKs and tools send the requests for {what} to the proxy.");
    }

    private static string WhatIsAt(IPAddress address, Evidence evidence)
    {
        if (address.Equals(LinkLocal.Metadata.BaseAddress))
        {
            return "instance metadata";
        }

        return address.Equals(evidence.Seen.CredentialsAddress) ? "the task's credentials" : "task metadata";
    }
}
