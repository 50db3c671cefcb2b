using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>
/// infra/cloudformation.yaml and infra/main.tf say the same in what matters here. Whether they are valid is cfn-lint's
/// and terraform's to judge (linux.yml).
/// </summary>
public class InfrastructureTests
{
    private static readonly string Template = RepositoryFiles.Read("infra/cloudformation.yaml");
    private static readonly string Terraform = RepositoryFiles.Read("infra/main.tf");

    [Fact]
    public void UserData_OfBoth_IsTheSameAndStartsTheAgentForBothModes()
    {
        Assert.Equal(UserData(Template), UserData(Terraform));
        Assert.Matches("-Cluster 'NAME' -EnableTaskIAMRole -EnableTaskENI .*\"awslogs\"", UserData(Template));
    }

    [Theory]
    [InlineData(@"HttpTokens: required\n\s+HttpPutResponseHopLimit: 2\n", @"tokens\s+= ""required""\n.*limit = 2\n")]
    [InlineData(@"- CMD\n\s+- C:\\bootstrap.exe\n\s+- check\n", @"\[""CMD"", ""C:\\\\bootstrap.exe"", ""check""\]")]
    [InlineData(@"NetworkMode: awsvpc\n", @"network_mode\s+= ""awsvpc""\n")]
    public void Setting_OfBoth_IsTheSame(string inTemplate, string inTerraform)
    {
        Assert.Matches(inTemplate, Template);
        Assert.Matches(inTerraform, Terraform);
    }

    /// <summary>The lines between the tags, without indentation and with the cluster's name as NAME.</summary>
    private static string UserData(string text) => Regex.Replace(
        PowerShellTests.UserData().Match(text).Groups["text"].Value, @"\$\{[\w.]*[Cc]luster[\w.]*\}|\n +",
        match => match.Value[0] == '$' ? "NAME" : "\n");
}
