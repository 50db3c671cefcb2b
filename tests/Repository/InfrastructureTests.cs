using System.Text.RegularExpressions;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;

namespace Repository.Tests;

/// <summary>
/// infra/cloudformation.yaml and infra/main.tf say the same in what matters here. Whether they are valid is cfn-lint's
/// and terraform's to judge (linux.yml).
/// </summary>
public partial class InfrastructureTests
{
    private static readonly string Template = RepositoryFiles.Read("infra/cloudformation.yaml");
    private static readonly string Terraform = RepositoryFiles.Read("infra/main.tf");

    /// <summary>Every input has the same description in both, except for the name: a stack has one anyway.</summary>
    [Fact]
    public void Inputs_OfBoth_HaveTheSameDescriptions()
    {
        var parameters = Descriptions(Template[..Template.IndexOf("\nResources:", StringComparison.Ordinal)]).ToList();
        var variables = Descriptions(Terraform[..Terraform.IndexOf("\ndata ", StringComparison.Ordinal)]).Skip(1);
        Assert.NotEmpty(parameters);
        Assert.Equal(parameters, variables.Select(text => text.Replace(@"\\", @"\", StringComparison.Ordinal)));
    }

    [Fact]
    public void UserData_OfBoth_IsTheSameAndStartsTheAgentForBothModes()
    {
        var agent = UserData(Template);
        Assert.Equal(agent, UserData(Terraform));
        Assert.Matches("Initialize-ECSAgent -Cluster 'NAME' -EnableTaskIAMRole -EnableTaskENI .*\"awslogs\"", agent);
    }

    /// <summary>The same code parses the tasks' environment that parses it in the container.</summary>
    [Fact]
    public void Environment_OfTheTasks_IsUnderstoodByTheProgram()
    {
        var inTemplate = Pairs(TemplateVariable()).ToList();
        var variables = inTemplate.Distinct().ToDictionary();
        Assert.Equal(variables, TerraformVariable().Matches(Terraform).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value));
        Assert.Equal(2 * variables.Count, inTemplate.Count); // both tasks

        var invocation = Invocation.Parse("bootstrap.exe -- workload.exe", variables.GetValueOrDefault);
        Assert.Equal(Serilog.Events.LogEventLevel.Debug, invocation.Settings.LogLevel);

        IEnumerable<KeyValuePair<string, string>> Pairs(Regex form) =>
            form.Matches(Template).Select(match => KeyValuePair.Create(match.Groups[1].Value, match.Groups[2].Value));
    }

    [Theory]
    [InlineData(@"HttpTokens: required\n\s+HttpPutResponseHopLimit: 2\n", @"http_tokens\s+= ""required""\n\s+http_put_response_hop_limit = 2\n", 1)]
    [InlineData(@"Command:\n\s+- CMD\n\s+- C:\\bootstrap.exe\n\s+- check\n", @"command\s+= \[""CMD"", ""C:\\\\bootstrap.exe"", ""check""\]", 2)]
    [InlineData(@"OperatingSystemFamily: WINDOWS_SERVER_2022_FULL|OperatingSystemFamily: !Ref OperatingSystem\n", @"operating_system_family = var\.operating_system\n", 2)]
    [InlineData(@"NetworkMode: awsvpc\n", @"network_mode\s+= ""awsvpc""\n", 1)]
    public void Setting_OfBoth_IsTheSame(string inTemplate, string inTerraform, int tasks)
    {
        Assert.Equal(tasks, Regex.Count(Template, inTemplate));
        Assert.Matches(inTerraform, Terraform);
    }

    private static IEnumerable<string> Descriptions(string text) => Description().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>The lines between the tags, without indentation and with the cluster's name as NAME.</summary>
    private static string UserData(string text) => Cluster().Replace(
        string.Join('\n', PowerShellBlock().Match(text).Groups[1].Value.Split('\n').Select(line => line.Trim())), "NAME");

    [GeneratedRegex(@"^\s+[Dd]escription(?:: | += "")(.*?)""?$", RegexOptions.Multiline)]
    private static partial Regex Description();

    [GeneratedRegex("<powershell>(.*?)</powershell>", RegexOptions.Singleline)]
    internal static partial Regex PowerShellBlock();

    [GeneratedRegex(@"\$\{[\w.]*[Cc]luster[\w.]*\}")]
    private static partial Regex Cluster();

    [GeneratedRegex(@"- Name: (BOOTSTRAP_\w+)\n\s+Value: (\S+)\n")]
    private static partial Regex TemplateVariable();

    [GeneratedRegex(@"name = ""(BOOTSTRAP_\w+)"", value = ""(\S+)""")]
    private static partial Regex TerraformVariable();
}
