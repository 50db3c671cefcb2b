using System.Net;
using System.Text;
using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;
using Bootstrap.Output;

namespace Repository.Tests;

/// <summary>The sample in docs/reference.md is what <c>check</c> prints for a dead proxy on the host.</summary>
public class CheckSampleTests
{
    [Fact]
    public void Sample_AsCommitted_IsTheEndOfTheReport()
    {
        var sample = Markdown.Code("docs/reference.md", "", null!)
            .Single(block => block.StartsWith("fail  credentials", StringComparison.Ordinal));
        Assert.EndsWith(sample.ReplaceLineEndings("\n"), Report().TrimEnd(), StringComparison.Ordinal);
    }

    private static string Report()
    {
        var index = 2u;
        var gateway = IPAddress.Parse("172.30.0.1");
        var silence = new HttpFailure(HttpFailureKind.Unreachable, "no connection within 2.5 s");
        var seen = new Observations(
            User: "ContainerAdministrator",
            IsAdministrator: true,
            new NetworkSnapshot(
                [
                    .. LinkLocal.Default.Append(IPNetwork.Parse("0.0.0.0/0")).Select(
                        prefix => new Route(new RouteKey(prefix, gateway, index), "Ethernet", 256, 25)),
                ],
                [new Adapter(index, "vEthernet (Ethernet)", "Hyper-V Virtual Ethernet Adapter", IsUp: true)]),
            NetworkFailure: null,
            Backend: "iphelper",
            GatewayError: 0,
            CredentialsAddress: LinkLocal.Credentials.BaseAddress,
            Credentials: silence,
            WhyNoCredentialsRequest: null,
            TaskMetadata: silence,
            InstanceMetadata: new HttpAnswer(200, Encoding.UTF8.GetBytes("token")),
            Variables: [TaskVariables.CredentialsRelativeUri],
            Now: DateTimeOffset.UnixEpoch,
            TaskMetadataAddress: "169.254.170.2");
        return ReportText.ToText(
            Judgement.Of(
                seen, new TaskEnvironment("AWS_ECS_EC2"),
                new PlanOptions(Mode: null, ModeSource: null, LinkLocal.Default, Gateway: null, Interface: null)),
            coloured: false);
    }
}
