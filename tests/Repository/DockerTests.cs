using System.Text.Json;
using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>The house rules for the Dockerfiles of docker/ and samples/. eng/linters holds their syntax.</summary>
public partial class DockerTests
{
    private const string Exe = @"C:\bootstrap.exe";

    public static TheoryData<string> Dockerfiles { get; } =
        [.. RepositoryFiles.Under("docker", "/Dockerfile"), .. RepositoryFiles.Under("samples", "/Dockerfile")];

    /// <summary>The program itself parses ENTRYPOINT, CMD and ENV: exe, options, "--", workload.</summary>
    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void EntrypointCommandAndUser_OfEach_AreWhatTheProgramNeeds(string file)
    {
        var text = RepositoryFiles.Read(file);
        var isOnOrganisationsBase = file == "samples/org-base/app/Dockerfile"; // inherits ENTRYPOINT and USER
        Assert.Equal(isOnOrganisationsBase, ExecForm(text, "ENTRYPOINT") is null);
        Assert.Equal(isOnOrganisationsBase, !text.Contains("\nUSER ContainerAdministrator\n", Ordinal));

        // Full paths: a program without its folder ends with 127 where BuildKit before 0.22 has overwritten PATH.
        var entrypoint = ExecForm(text, "ENTRYPOINT") ?? [Exe, "--"];
        var command = ExecForm(text, "CMD") ?? [@"C:\workload.exe"];
        Assert.Equal((Exe, "--"), (entrypoint[0], entrypoint[^1]));
        Assert.StartsWith(@"C:\", command[0], Ordinal);

        var settings = Environment().Matches(text).ToDictionary(set => set.Groups[1].Value, set => set.Groups[2].Value);
        var invocation = Assert.IsType<Invocation>(
            Invocation.Parse(string.Join(' ', entrypoint.Concat(command)), settings.GetValueOrDefault));
        Assert.Equal(Verb.Run, invocation.Verb);
        Assert.Equal(string.Join(' ', command), invocation.Workload);
    }

    private static string[]? ExecForm(string text, string keyword)
    {
        var line = text.Split('\n').LastOrDefault(line => line.StartsWith(keyword + " ", Ordinal));
        return line is null ? null : JsonSerializer.Deserialize<string[]>(line[keyword.Length..]);
    }

    [GeneratedRegex(@"(?:^ENV|\G) (\w+)=(\S+)", RegexOptions.Multiline)]
    private static partial Regex Environment();
}
