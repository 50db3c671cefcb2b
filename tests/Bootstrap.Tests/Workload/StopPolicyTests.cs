using Bootstrap.Workload;

namespace Bootstrap.Tests.Workload;

public class StopPolicyTests
{
    [Theory]
    [InlineData(nameof(StopForwarding.Auto), 2, 2)]
    [InlineData(nameof(StopForwarding.Auto), 5, 5)]
    [InlineData(nameof(StopForwarding.Auto), 6, 6)]
    [InlineData(nameof(StopForwarding.None), 6, null)]
    [InlineData(nameof(StopForwarding.CtrlC), 6, 0)]
    [InlineData(nameof(StopForwarding.CtrlBreak), 6, 1)]
    [InlineData(nameof(StopForwarding.Shutdown), 2, 6)]
    // The console sends keys to the workload itself.
    [InlineData(nameof(StopForwarding.Auto), 0, null)]
    [InlineData(nameof(StopForwarding.Auto), 1, null)]
    [InlineData(nameof(StopForwarding.Shutdown), 0, null)]
    public void EventFor_AnEvent_IsWhatThePolicySends(string forwarding, int came, int? sent) =>
        Assert.Equal(
            (ConsoleEvent?)sent,
            new StopPolicy(Enum.Parse<StopForwarding>(forwarding), Timeout: null).EventFor((ConsoleEvent)came)
        );
}
