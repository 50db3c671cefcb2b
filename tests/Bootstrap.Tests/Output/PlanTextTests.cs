using Bootstrap.Network;
using Bootstrap.Output;

namespace Bootstrap.Tests.Output;

public class PlanTextTests
{
    [Fact]
    public void ToJson_OfAPlanThatAdds_IsTheContractsForm() =>
        Assert.Equal(
            """
            {
              "version": 1,
              "mode": "nat",
              "reason": "no sign of awsvpc or Fargate; default route via 172.30.0.1 on interface 2 'vEthernet (Ethernet)' (effective metric 25)",
              "backend": "cim",
              "gateway": "172.30.0.1",
              "interface": {
                "index": 2,
                "alias": "vEthernet (Ethernet)",
                "description": "Hyper-V Virtual Ethernet Container Adapter"
              },
              "routes": [
                {
                  "destination": "169.254.170.2/32",
                  "nextHop": "172.30.0.1",
                  "interfaceIndex": 2,
                  "action": "replace",
                  "reason": "leads to 172.30.0.99 on interface 2"
                },
                {
                  "destination": "169.254.169.254/32",
                  "nextHop": "172.30.0.1",
                  "interfaceIndex": 2,
                  "action": "add",
                  "reason": "missing"
                }
              ],
              "warnings": []
            }

            """,
            PlanText.ToJson(StaleNat, "cim")
        );

    [Fact]
    public void ToJson_OfASkippedMode_HasNoRoutes() =>
        Assert.Equal(
            """
            {
              "version": 1,
              "mode": "fargate",
              "reason": "AWS_EXECUTION_ENV is AWS_ECS_FARGATE; the platform sets up the routes itself",
              "backend": null,
              "gateway": null,
              "interface": null,
              "routes": [],
              "warnings": []
            }

            """,
            PlanText.ToJson(Planner.WithoutLooking(Some.Fargate, Some.Defaults)!, backend: null)
        );

    [Fact]
    public void ToJson_OfAPlanWithAWarning_HoldsIt() =>
        Assert.EndsWith(
            """
              "warnings": [
                "the existing route 169.254.169.254/32 on-link on interface 3 is kept, and no route via the gateway is added"
              ]
            }

            """,
            PlanText.ToJson(
                Some.PlanOf(
                    Planner.Decide(Some.Nat(Some.Route("169.254.169.254/32", "0.0.0.0", 3)), Some.Ec2, Some.Defaults)
                ),
                "cim"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void ToText_OfAPlan_GivesAReasonForEverything() =>
        Assert.Equal(
            """
            mode       nat
            reason     no sign of awsvpc or Fargate; default route via 172.30.0.1 on
                       interface 2 'vEthernet (Ethernet)' (effective metric 25)
            backend    cim
            gateway    172.30.0.1
            interface  2 'vEthernet (Ethernet)' (Hyper-V Virtual Ethernet Container Adapter)
            route      replace 169.254.170.2/32 via 172.30.0.1 on interface 2: leads to
                       172.30.0.99 on interface 2
            route      add     169.254.169.254/32 via 172.30.0.1 on interface 2: missing

            """,
            PlanText.ToText(StaleNat, "cim")
        );

    private static Plan StaleNat =>
        Some.PlanOf(Planner.Decide(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99")), Some.Ec2, Some.Defaults));

    /// <summary>
    /// A snapshot may come from an untrusted source, so its texts reach the terminal without escapes.
    /// </summary>
    [Fact]
    public void ToText_OfAnAdapterNamedByAnEscapeSequence_IsHarmless()
    {
        var adapter = Some.Container with { Alias = "\e[2J\r\nmode awsvpc" };
        var text = PlanText.ToText(
            Some.PlanOf(Planner.Decide(Some.Nat() with { Adapters = [adapter] }, Some.Ec2, Some.Defaults)),
            "cim"
        );
        Assert.DoesNotContain('\e', text);
        Assert.DoesNotContain("\nmode awsvpc", text, StringComparison.Ordinal);
    }
}
