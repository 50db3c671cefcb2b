namespace Repository.Tests;

/// <summary>
/// The linters of templates and workflows, each where it is installed. They are in no package of Debian's, so that they
/// are skipped with a reason where they are not, unless <c>LINTERS=all</c>: then that fails. The job "linters" of
/// linux.yml sets it, and installs the versions that it names.
/// </summary>
public class LinterTests
{
    private const string NotInitialised = "the AWS provider is not here, which holds hundreds of megabytes: terraform -chdir=infra init -backend=false";

    [Fact]
    public Task Template_PassesCfnLint() => PassAsync("cfn-lint", "--non-zero-exit-code", "informational", "infra/cloudformation.yaml");

    [Fact]
    public Task Terraform_IsFormatted() => PassAsync("terraform", "fmt", "-check", "-diff", "-recursive", "infra");

    /// <summary>Types, arguments and attributes as the provider knows them; nothing is asked of AWS.</summary>
    [Fact]
    public Task Terraform_IsValid()
    {
        NeedAll(Directory.Exists(Path.Combine(RepositoryFiles.Root, "infra", ".terraform", "providers")), NotInitialised);
        return PassAsync("terraform", "-chdir=infra", "validate", "-no-color");
    }

    [Fact]
    public Task Workflows_PassActionlint() => PassAsync("actionlint", "-no-color");

    private static async Task PassAsync(string program, params string[] arguments)
    {
        NeedAll(Tool.IsInstalled(program), $"{program} is not installed");
        var result = await Tool.RunAsync(minutes: 3, program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
    }

    private static void NeedAll(bool isThere, string reason)
    {
        if (!isThere && Environment.GetEnvironmentVariable("LINTERS") == "all")
        {
            Assert.Fail(reason);
        }

        Assert.SkipUnless(isThere, reason);
    }
}
