using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Tests.Diagnosis;

public class WaitHintTests
{
    /// <summary>The hint depends on the expected endpoint and its host.</summary>
    [Theory]
    [InlineData("169.254.170.2", NetworkMode.Nat, "-EnableTaskIAMRole")]
    [InlineData("169.254.170.2", NetworkMode.Awsvpc, "bootstrap check --mode auto")]
    [InlineData("169.254.170.2", NetworkMode.Fargate, "ask AWS Support")]
    [InlineData("169.254.170.23", NetworkMode.Awsvpc, "EKS Pod Identity Agent")]
    [InlineData("169.254.170.23", NetworkMode.Nat, "add --route eks-pod-identity")]
    public void Of_NoConnection_NamesWhatIsToAnswer(string address, object mode, string hint)
    {
        var routes = Some
            .Defaults.Prefixes.Select(prefix => new PlannedRoute(
                new RouteKey(prefix, Some.Address("172.30.0.1"), 2), RouteAction.Keep, "there", Metric: null, [], [],
                IsRequired: true
            ))
            .ToList();
        var plan = new Plan((NetworkMode)mode, "reason", null, null, routes, []);
        var request = new HttpRequest("GET", new Uri($"http://{address}/v2/credentials/x"));
        Assert.Contains(
            hint, WaitHint.Of(new CredentialsState(CredentialsStatus.Unreachable, "nothing"), request, plan),
            StringComparison.Ordinal
        );
    }
}
