using Bootstrap.CommandLine;
using Bootstrap.Commands;

namespace Bootstrap.Tests.Commands;

public class ServicesToCheckTests
{
    private const string Export = "--export-gateway DD_TRACE_AGENT_URL=http://{gateway}:8126 --export-gateway HOST";
    private const string Services = "--service-environment app --service-variable dd_trace_agent_url,EXTRA";

    /// <summary>Only the workload of the running bootstrap has the exported variables.</summary>
    [Theory]
    [InlineData("check", Services + " " + Export, "app", "EXTRA")]
    [InlineData("check " + Services, Export, "app", "EXTRA")]
    [InlineData("check " + Services + " " + Export, null, "app", "EXTRA")]
    [InlineData("check", Services, "app", "dd_trace_agent_url EXTRA")]
    [InlineData("check " + Services, null, "app", "dd_trace_agent_url EXTRA")]
    [InlineData("check --service-environment other", Services, "other", "")]
    [InlineData("check", null, "", "")]
    public void Of_Options_LeavesOutTheExportedVariables(
        string own, string? running, string services, string variables)
    {
        var options = ServicesToCheck.Of(
            Parse(own), running is null ? null : Parse($"{running} -- app.exe"), isUnreadable: false);
        Assert.Equal((services, variables), (string.Join(' ', options.Services), string.Join(' ', options.Variables)));
    }

    /// <summary>It may export any of the further variables.</summary>
    [Fact]
    public void Of_ARunWhoseOptionsCannotBeRead_LeavesOutAllFurtherVariables() =>
        Assert.Empty(ServicesToCheck.Of(Parse("check " + Services), running: null, isUnreadable: true).Variables);

    private static Settings Parse(string options) =>
        Assert.IsType<Invocation>(Invocation.Parse($"bootstrap {options}", _ => null)).Settings;
}
