using System.Text;
using Bootstrap.Services;

namespace Bootstrap.Tests.Services;

public class ServicesSeenTests
{
    private const string Uri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";

    private static readonly Dictionary<string, string?> Task = ServiceVariables.Read(
        [],
        name => name switch
        {
            Uri => "/v2/credentials/1",
            "AWS_EXECUTION_ENV" => "AWS_ECS_EC2",
            _ => null,
        });

    private readonly FakeServiceManager _services = new(new ManualTime());

    [Fact]
    public void Look_AtServicesWithTheTasksVariables_FindsNoProblem()
    {
        Add("app", Uri + "=/v2/credentials/1", "aws_execution_env=AWS_ECS_EC2", "OWN=1");

        var seen = ServicesSeen.Look(_services, ["app"], Task);

        Assert.Equal(["app"], seen.Names);
        Assert.Empty(seen.Problems);
    }

    [Fact]
    public void Look_AtNamedServices_NamesWhatEachLacks()
    {
        Add("none");
        Add("other", Uri + "=/v2/credentials/2", "AWS_EXECUTION_ENV=AWS_ECS_EC2", "AWS_REGION=eu-west-1");
        Add("old", Uri + "=/v2/credentials/1", "AWS_EXECUTION_ENV=AWS_ECS_EC2");
        (_services["old"].State, _services["old"].IsOlder) = (ServiceState.Running, true);
        Add("typed");
        _services["typed"].EnvironmentType = 1;

        var seen = ServicesSeen.Look(_services, ["none", "other", "old", "typed", "missing"], Task);

        Assert.Equal(["none", "other", "old", "typed", "missing"], seen.Names);
        Assert.Equal(
            [
                $"none lacks {Uri}, AWS_EXECUTION_ENV",
                $"other has other values than the task for {Uri} and has AWS_REGION, which this task does not have",
                "old was started before its environment was set",
                "The registry value Environment of service typed is of type 1, not 7 (REG_MULTI_SZ): it is not changed.",
                "There is no Windows service 'missing' (Win32 error 1060).",
            ],
            seen.Problems);
        Assert.StartsWith("Set --service-environment SERVICE", seen.Hint, StringComparison.Ordinal);
    }

    /// <summary>A restart is enough where only the process is old; a failure has its own advice.</summary>
    [Theory]
    [InlineData("old", "Restart it")]
    [InlineData("missing", "Check that it is installed in this image.")]
    public void Look_GivesTheHintOfTheFirstProblem(string first, string hint)
    {
        Add("old", Uri + "=/v2/credentials/1", "AWS_EXECUTION_ENV=AWS_ECS_EC2");
        (_services["old"].State, _services["old"].IsOlder) = (ServiceState.Running, true);
        Add("none");

        var seen = ServicesSeen.Look(_services, [first, "none"], Task);

        Assert.StartsWith(hint, seen.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_WithoutNames_ReadsIisIfItExists()
    {
        Assert.Empty(ServicesSeen.Look(_services, [], Task).Names);

        Add("W3SVC");
        (_services["W3SVC"].State, _services["W3SVC"].IsOlder) = (ServiceState.Running, true);
        var seen = ServicesSeen.Look(_services, [], Task);

        Assert.Equal(["W3SVC"], seen.Names);
        Assert.Equal([$"W3SVC lacks {Uri}, AWS_EXECUTION_ENV"], seen.Problems);
    }

    /// <summary>IIS that is not named needs the variables only if the task has a role.</summary>
    [Fact]
    public void Look_WithoutNamesAndWithoutARole_FindsOnlyVariablesOfAnotherTask()
    {
        Add("WAS");
        Add("W3SVC", Uri + "=/v2/credentials/2");
        var task = ServiceVariables.Read([], name => name == "AWS_REGION" ? "eu-west-1" : null);

        var seen = ServicesSeen.Look(_services, [], task);

        Assert.Equal(["WAS", "W3SVC"], seen.Names);
        Assert.Equal(
            [$"W3SVC has {Uri}, which this task does not have"], seen.Problems);
    }

    [Fact]
    public void Look_WithoutNames_ReportsAValueOfAnotherType()
    {
        Add("WAS");
        _services["WAS"].EnvironmentType = 1;

        Assert.Single(ServicesSeen.Look(_services, [], Task).Problems);
    }

    private void Add(string service, params string[] entries) => _services.Add(service).Environment =
        entries.Length == 0 ? null : Encoding.Unicode.GetBytes(string.Join('\0', entries) + "\0\0");
}
