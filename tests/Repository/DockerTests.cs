using System.Text.Json;
using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>The house rules for the Dockerfiles of docker/ and samples/. Their syntax is dockerfile-utils' (LinterTests).</summary>
public partial class DockerTests
{
    private const string Exe = @"C:\bootstrap.exe";

    public static TheoryData<string> Dockerfiles { get; } =
        [.. RepositoryFiles.Under("docker", "/Dockerfile"), .. RepositoryFiles.Under("samples", "/Dockerfile")];

    /// <summary>The program itself parses ENTRYPOINT, CMD and ENV: exe, options, "--", workload.</summary>
    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Entrypoint_OfEach_IsOneThatTheProgramTakes(string file)
    {
        var text = RepositoryFiles.Read(file);
        var entrypoint = ExecForm(text, "ENTRYPOINT") ?? [Exe, "--"]; // inherited by samples/org-base/app
        var command = ExecForm(text, "CMD") ?? ["workload.exe"];
        Assert.Equal((Exe, "--"), (entrypoint[0], entrypoint[^1]));

        var settings = Environment().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var invocation = Invocation.Parse(string.Join(' ', entrypoint.Concat(command)), settings.GetValueOrDefault);
        Assert.Equal(Verb.Run, invocation.Verb);
        Assert.Equal(string.Join(' ', command), invocation.Workload);
    }

    /// <summary>A program without its folder ends with 127 where BuildKit before 0.22 has overwritten PATH.</summary>
    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Command_OfEach_NamesAFullPath(string file)
    {
        if (ExecForm(RepositoryFiles.Read(file), "CMD") is [var program, ..])
        {
            Assert.StartsWith(@"C:\", program, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void User_OfEach_MayChangeRoutes(string file)
    {
        var text = RepositoryFiles.Read(file);
        Assert.True(text.Contains("\nUSER ContainerAdministrator\n", StringComparison.Ordinal) || file == "samples/org-base/app/Dockerfile", file);
    }

    /// <summary>Only these tags of Microsoft's are published: dotnet/aspnet 10.0 has no ltsc2019, Nano Server's is called 1809.</summary>
    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Base_OfEach_IsPublished(string file) => Assert.All(
        From().Matches(RepositoryFiles.Read(file)).Select(match => match.Groups[1].Value),
        image => Assert.True(KnownBase().IsMatch(image.Replace("${TAG}", "ltsc2022", StringComparison.Ordinal)), $"{file}: {image}"));

    /// <summary>Each sample's head has its build command for both systems' shells.</summary>
    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Head_OfEach_SaysHowToBuildIt(string file)
    {
        var text = RepositoryFiles.Read(file);
        Assert.Matches($@"# +docker (buildx )?build .*--file {Regex.Escape(file)} ", text.Replace("\\\n#", string.Empty, StringComparison.Ordinal));
        Assert.Equal(text.Contains("./build publish", StringComparison.Ordinal), text.Contains(@".\build.cmd publish", StringComparison.Ordinal));
    }

    private static string[]? ExecForm(string text, string keyword) => text.Split('\n').LastOrDefault(line => line.StartsWith(keyword + " ", StringComparison.Ordinal)) is { } line
        ? JsonSerializer.Deserialize<string[]>(line[keyword.Length..])
        : null;

    [GeneratedRegex(@"(?:^ENV|\G) (\w+)=(\S+)", RegexOptions.Multiline)]
    private static partial Regex Environment();

    [GeneratedRegex(@"^(?:ARG BASE=|FROM (?!\$\{BASE\}|scratch|image))(\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"^(mcr\.microsoft\.com/(windows/servercore:ltsc20(19|22|25)|windows/nanoserver:(1809|ltsc2022|ltsc2025)|windows/servercore/iis:windowsservercore-ltsc20(19|22|25)|dotnet/aspnet:10\.0-(windowsservercore|nanoserver)-ltsc20(22|25))|registry\.example/windows-base:ltsc2022)$")]
    private static partial Regex KnownBase();
}
