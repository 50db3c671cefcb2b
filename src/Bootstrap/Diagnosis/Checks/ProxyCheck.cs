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
        return Warn($"{names} without an exception for {addresses} in NO_PROXY", Culprit.Image,
            $"Add {addresses} to NO_PROXY: some SDKs and tools send the requests for the task's credentials to the "
            + "proxy.");
    }
}
