using Bootstrap.CommandLine;

namespace Bootstrap.Tests.CommandLine;

public class MisspeltVariableTests
{
    [Theory]
    [InlineData("BOOTSTRAP_MODUS", null)]
    [InlineData("BOOTSTRAP_MOD", "BOOTSTRAP_MODE")]
    [InlineData("BOOTSTRAP_ROUTE", "BOOTSTRAP_ROUTES")]
    [InlineData("bootstrap_loglevel", "BOOTSTRAP_LOG_LEVEL")]
    [InlineData("BOOTSTRAP_LOG_LVL", "BOOTSTRAP_LOG_LEVEL")]
    [InlineData("BOOTSTRAP_NETWORK_TIMOUT", "BOOTSTRAP_NETWORK_TIMEOUT")]
    [InlineData("BOOTSTRAP_FORMAT", "BOOTSTRAP_LOG_FORMAT")]
    [InlineData("BOOTSTRAP_INTERFACES", "BOOTSTRAP_INTERFACE")]
    // Our variables, in either case; those of other programs; and names without our prefix.
    [InlineData("BOOTSTRAP_MODE", null)]
    [InlineData("Bootstrap_Mode", null)]
    [InlineData("BOOTSTRAP_SERVERS", null)]
    [InlineData("BOOTSTRAP_HOST", null)]
    [InlineData("BOOTSTRAP_", null)]
    [InlineData("BOOTSTRAPMODE", null)]
    [InlineData("MODE", null)]
    public void Meant_WhenANameIsMisspelt_IsTheNearestName(string name, string? known) =>
        Assert.Equal(known, MisspeltVariable.Meant(name));

    [Fact]
    public void Meant_WhenTheNameIsCorrect_IsNothing() =>
        Assert.All(
            Options.All.Cast<ISetting>().Select(setting => setting.Variable).OfType<string>(),
            name => Assert.Null(MisspeltVariable.Meant(name))
        );
}
