using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>
/// infra/cloudformation.yaml and infra/main.tf say the same in what matters here. Whether they are valid is cfn-lint's
/// and terraform's to judge (linux.yml).
/// </summary>
public partial class InfrastructureTests
{
    private static readonly string Template = RepositoryFiles.Read("infra/cloudformation.yaml");
    private static readonly string Terraform = RepositoryFiles.Read("infra/main.tf");

    [Fact]
    public void UserData_OfBoth_IsTheSameAndStartsTheAgentForBothModes()
    {
        var agent = UserData(Template);
        Assert.Equal(agent, UserData(Terraform));
        Assert.Matches("Initialize-ECSAgent -Cluster 'NAME' -EnableTaskIAMRole -EnableTaskENI .*\"awslogs\"", agent);
    }

    [Theory]
    [InlineData(
        @"HttpTokens: required\n\s+HttpPutResponseHopLimit: 2\n", @"http_tokens\s+= ""required""\n.*hop_limit = 2\n",
        1
    )]
    [InlineData(
        @"- CMD\n\s+- C:\\bootstrap.exe\n\s+- check\n", @"command\s+= \[""CMD"", ""C:\\\\bootstrap.exe"", ""check""\]",
        2
    )]
    [InlineData(@"SystemFamily: !Ref OperatingSystem\n", @"operating_system_family = var\.operating_system\n", 2)]
    [InlineData(@"NetworkMode: awsvpc\n", @"network_mode\s+= ""awsvpc""\n", 1)]
    public void Setting_OfBoth_IsTheSame(string inTemplate, string inTerraform, int tasks)
    {
        Assert.Equal(tasks, Regex.Count(Template, inTemplate));
        Assert.Matches(inTerraform, Terraform);
    }

    /// <summary>The lines between the tags, without indentation and with the cluster's name as NAME.</summary>
    private static string UserData(string text)
    {
        var lines = PowerShellTests.UserData().Match(text).Groups[1].Value.Split('\n');
        return Cluster().Replace(string.Join('\n', lines.Select(line => line.Trim())), "NAME");
    }

    [GeneratedRegex(@"\$\{[\w.]*[Cc]luster[\w.]*\}")]
    private static partial Regex Cluster();
}
