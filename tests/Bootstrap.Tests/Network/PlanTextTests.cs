using Bootstrap.Network;

namespace Bootstrap.Tests.Network;

public class PlanTextTests
{
    [Fact]
    public void ToJson_OfAPlanThatAdds_IsTheContractsForm() => Assert.Equal(
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
              "action": "replace"
            },
            {
              "destination": "169.254.169.254/32",
              "nextHop": "172.30.0.1",
              "interfaceIndex": 2,
              "action": "add"
            }
          ]
        }

        """,
        PlanText.ToJson(StaleNat, "cim"));

    [Fact]
    public void ToJson_OfASkippedMode_HasNoRoutes() => Assert.Equal(
        """
        {
          "version": 1,
          "mode": "fargate",
          "reason": "AWS_EXECUTION_ENV is AWS_ECS_FARGATE; the platform sets up the routes itself",
          "backend": null,
          "gateway": null,
          "interface": null,
          "routes": []
        }

        """,
        PlanText.ToJson(Planner.WithoutLooking(Some.Fargate, Some.Defaults)!, backend: null));

    [Fact]
    public void ToText_OfAPlan_GivesAReasonForEverything() => Assert.Equal(
        """
        mode       nat
        reason     no sign of awsvpc or Fargate; default route via 172.30.0.1 on interface 2 'vEthernet (Ethernet)' (effective metric 25)
        backend    cim
        gateway    172.30.0.1
        interface  2 'vEthernet (Ethernet)' (Hyper-V Virtual Ethernet Container Adapter)
        route      replace 169.254.170.2/32 via 172.30.0.1 on interface 2: leads to 172.30.0.99 on interface 2
        route      add     169.254.169.254/32 via 172.30.0.1 on interface 2: missing

        """,
        PlanText.ToText(StaleNat, "cim"));

    private static Plan StaleNat =>
        Some.PlanOf(Planner.Decide(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99")), Some.Ec2, Some.Defaults));
}
