using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Tests.Diagnosis;

public class WaitHintTests
{
    /// <summary>The detection of the mode has already run, so the hint does not advise it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_NoConnectionInAwsvpc_AdvisesToDetectTheModeOnlyIfItWasSet(bool isModeDetected)
    {
        var plan = new Plan(NetworkMode.Awsvpc, "reason", null, null, [], []);
        var request = new HttpRequest("GET", new Uri("http://169.254.170.2/v2/credentials/x"));
        var hint = WaitHint.Of(new CredentialsState(CredentialsStatus.Refused, "no"), request, plan, isModeDetected);
        Assert.Equal(!isModeDetected, hint?.Contains("--mode auto", StringComparison.Ordinal));
    }

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
            hint,
            WaitHint.Of(
                new CredentialsState(CredentialsStatus.Unreachable, "nothing"), request, plan, isModeDetected: false),
            StringComparison.Ordinal
        );
    }

    /// <summary>Fargate's variable on EC2: no route is added, and neither Fargate nor the host is at fault.</summary>
    [Theory]
    [InlineData(CredentialsStatus.Unreachable, "set --mode nat")]
    [InlineData(CredentialsStatus.Refused, "set --mode nat")]
    [InlineData(CredentialsStatus.Silent, "Get-Service AmazonECS")]
    [InlineData(CredentialsStatus.Foreign, "Another program answers")]
    public void Of_FargatesVariableInNat_DoesNotNameFargate(object status, string expected)
    {
        var plan = Some.PlanOf(Planner.Decide(Some.Nat(), Some.Fargate, Some.Defaults));
        var request = new HttpRequest("GET", new Uri("http://169.254.170.2/v2/credentials/x"));
        var state = new CredentialsState((CredentialsStatus)status, "nothing");
        var hint = WaitHint.Of(state, request, plan, isModeDetected: true);
        Assert.Contains(expected, hint, StringComparison.Ordinal);
        Assert.DoesNotContain("Fargate's agent", hint, StringComparison.Ordinal);
    }
}
