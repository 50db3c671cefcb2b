using System.Text.Json;
using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>The Dockerfiles in docker/ and samples/: what can be known of them without Docker.</summary>
public partial class DockerTests
{
    private const string Exe = @"C:\bootstrap.exe";
    private const string OrganisationBase = "samples/org-base/Dockerfile";

    public static TheoryData<string> Dockerfiles { get; } =
        [.. RepositoryFiles.Under("docker", "/Dockerfile"), .. RepositoryFiles.Under("samples", "/Dockerfile")];

    /// <summary>Each that has the exe in it, with its last stage or the stage of that name.</summary>
    public static TheoryData<string, string> Images =>
        [.. from file in Dockerfiles.Select(row => row.Data)
            let dockerfile = new DockerfileText(file)
            from stage in dockerfile.Stages
            where dockerfile.InForce(stage, "ENTRYPOINT") is not null
            select (file, stage.Name)];

    [Fact]
    public void Dockerfiles_InTheRepository_AreFound() => Assert.True(Dockerfiles.Count >= 9, $"only {Dockerfiles.Count}");

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Instructions_OfEach_AreSound(string file)
    {
        foreach (var instruction in new DockerfileText(file).Stages.SelectMany(stage => stage.Instructions))
        {
            var where = $"{file}:{instruction.Line}: {instruction.Keyword} {instruction.Text}";

            // ADD fetches and unpacks by guesswork; RUN needs Windows to build, which no image here shall.
            Assert.False(instruction.Keyword is "ADD" or "RUN", where);
            Assert.False(instruction.Keyword is "ENTRYPOINT" or "CMD" && instruction.Exec is not { Count: > 0 }, $"{where}: the exec form keeps arguments as they are");
            Assert.False(instruction.Keyword == "HEALTHCHECK" && instruction.Exec is not [Exe, "check"], where);
            Assert.False(instruction.Keyword == "USER" && instruction.Text != "ContainerAdministrator", where);
            Assert.False(instruction.Keyword == "COPY" && instruction.Words.Count != 2, where);
        }
    }

    /// <summary>The program itself reads what stands in ENTRYPOINT, CMD and ENV: exe, options, "--", workload.</summary>
    [Theory]
    [MemberData(nameof(Images))]
    public void Entrypoint_OfEach_IsOneThatTheProgramTakes(string file, string stageName)
    {
        var dockerfile = new DockerfileText(file);
        var stage = dockerfile.Stages.Single(stage => stage.Name == stageName);
        var entrypoint = dockerfile.InForce(stage, "ENTRYPOINT")!.Exec!;
        Assert.Equal(Exe, entrypoint[0]);
        Assert.Equal("--", entrypoint[^1]);

        var command = stage.Last("CMD")?.Exec ?? ["workload.exe"];
        var invocation = Invocation.Parse(string.Join(' ', entrypoint.Concat(command)), variable: _ => null);
        Assert.Equal(Verb.Run, invocation.Verb);
        Assert.Equal(string.Join(' ', command), invocation.Workload);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void User_OfEach_MayChangeRoutes(string file, string stageName)
    {
        var dockerfile = new DockerfileText(file);
        Assert.Equal("ContainerAdministrator", dockerfile.InForce(dockerfile.Stages.Single(stage => stage.Name == stageName), "USER")?.Text);
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Base_OfEach_IsAKnownImage(string file)
    {
        var dockerfile = new DockerfileText(file);
        foreach (var stage in dockerfile.Stages.Where(stage => dockerfile.Stages.All(other => other.Name != stage.Base)))
        {
            var image = dockerfile.DefaultBase(stage);
            Assert.True(IsKnownBase(image) || image is "scratch" || image == BuildCommand(OrganisationBase).Tag, $"{file}: {image}");
        }
    }

    /// <summary>The release is the host's, so every sample can be built for another: windows.yml does.</summary>
    [Theory]
    [InlineData("ltsc2022")]
    [InlineData("ltsc2025")]
    public void Tag_OfEachSample_ChoosesTheWindowsRelease(string release)
    {
        foreach (var file in Dockerfiles.Select(row => row.Data).Where(file => file.StartsWith("samples/", StringComparison.Ordinal)))
        {
            var dockerfile = new DockerfileText(file);
            Assert.Equal(["TAG"], dockerfile.Arguments.Keys);
            var image = Assert.Single(dockerfile.Stages).Base;
            Assert.EndsWith("${TAG}", image, StringComparison.Ordinal);
            Assert.DoesNotContain("ltsc20", image, StringComparison.Ordinal);
            image = image.Replace("${TAG}", release, StringComparison.Ordinal);
            Assert.True(IsKnownBase(image) || image.Split(':')[0] == BuildCommand(OrganisationBase).Tag.Split(':')[0], $"{file}: {image}");
        }
    }

    /// <summary>Docker reads no name of a context from the Dockerfile: a wrong one fails at COPY, on the runner only.</summary>
    [Fact]
    public void Samples_ThatTheWorkflowBuilds_AreThereAndHaveTheContextOfTheirHead()
    {
        var built = SampleLine().Matches(RepositoryFiles.Read(".github/workflows/windows.yml")).ToList();
        Assert.Equal(["aspnet", "datadog", "eks-pod-identity", "google", "iis", "nano-server", "org-base", "org-base/app"], built.Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
        Assert.All(built, match => Assert.Equal(BuildCommand($"samples/{match.Groups["name"].Value}/Dockerfile").Context, match.Groups["context"].Value));
    }

    /// <summary>What is copied is in the repository, or is made by what the head of the Dockerfile says.</summary>
    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void CopySources_OfEach_AreThereOrTheHeadSaysHow(string file)
    {
        var dockerfile = new DockerfileText(file);
        var context = BuildCommand(file).Context;
        var head = string.Join('\n', dockerfile.Head);
        foreach (var copy in dockerfile.Stages.SelectMany(stage => stage.Instructions).Where(instruction => instruction.Keyword == "COPY"))
        {
            Assert.DoesNotContain("--from", copy.Text, StringComparison.Ordinal);
            var source = context == "." ? copy.Words[0] : $"{context}/{copy.Words[0]}";
            var made = source switch
            {
                "artifacts/win-x64/bootstrap.exe" => "./build publish",
                "artifacts/logmonitor/LogMonitor.exe" => "artifacts/logmonitor",
                _ when source.StartsWith("artifacts/", StringComparison.Ordinal) => $"dotnet publish {source["artifacts/".Length..]} --output {source}",
                _ => null,
            };
            Assert.True(made is null ? RepositoryFiles.All.Contains(source) : head.Contains(made, StringComparison.Ordinal), $"{file}:{copy.Line}: where does {source} come from?");
            if (made is not null && made.StartsWith("dotnet publish ", StringComparison.Ordinal))
            {
                Assert.NotEmpty(RepositoryFiles.Under(made.Split(' ')[2], ".csproj"));
            }

            if (context == ".")
            {
                Assert.Contains(RepositoryFiles.Read(".dockerignore").Split('\n'), line => line.StartsWith('!') && (source + "/").StartsWith(line[1..] + "/", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>An ENTRYPOINT or USER in the image of a team would undo what it inherits.</summary>
    [Fact]
    public void AppOnTheOrganisationsBase_InheritsEntrypointAndUser()
    {
        var app = new DockerfileText("samples/org-base/app/Dockerfile");
        var stage = Assert.Single(app.Stages);
        Assert.Equal(BuildCommand(OrganisationBase).Tag, app.DefaultBase(stage));
        Assert.Null(stage.Last("ENTRYPOINT"));
        Assert.Null(stage.Last("USER"));

        var parent = Assert.Single(new DockerfileText(OrganisationBase).Stages);
        var settings = stage.Instructions.Where(instruction => instruction.Keyword == "ENV").Select(instruction => instruction.Text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var command = parent.Last("ENTRYPOINT")!.Exec!.Concat(stage.Last("CMD")!.Exec!);
        var invocation = Invocation.Parse(string.Join(' ', command), settings.GetValueOrDefault);
        Assert.Equal(["169.254.170.2/32"], invocation.Settings.Plan.Prefixes.Select(prefix => prefix.ToString()));
    }

    /// <summary>The images of the Windows checks and of build.cmd's demo, which no other test here reads.</summary>
    [Fact]
    public void Stages_OfTheWindowsChecks_AreThoseThatAreBuilt()
    {
        var dockerfile = new DockerfileText("tests/Windows/Dockerfile");
        Assert.All(dockerfile.Stages, stage => Assert.Equal([Exe, "--"], dockerfile.InForce(stage, "ENTRYPOINT")?.Exec));
        Assert.Equal(
            dockerfile.Stages.Select(stage => stage.Name).Order(StringComparer.Ordinal),
            TargetOption().Matches(RepositoryFiles.Read("tests/Windows/ContainerImages.cs") + RepositoryFiles.Read("build.cmd")).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.True(IsKnownBase(dockerfile.DefaultBase(dockerfile.Stages[0])));
    }

    [Fact]
    public void LogMonitorConfig_HasTheFormThatLogMonitorReads()
    {
        using var document = JsonDocument.Parse(RepositoryFiles.Read("samples/iis-logmonitor/LogMonitorConfig.json"));
        var sources = document.RootElement.GetProperty("LogConfig").GetProperty("sources").EnumerateArray().ToList();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            // Required and optional members as LogMonitor/docs/README.md of microsoft/windows-container-tools lists them.
            var (required, optional) = source.GetProperty("type").GetString() switch
            {
                "EventLog" => (new[] { "startAtOldestRecord", "channels" }, new[] { "eventFormatMultiLine" }),
                "File" => (["directory"], ["filter", "includeSubdirectories", "includeFileNames", "waitInSeconds"]),
                "ETW" => (["providers"], ["eventFormatMultiLine"]),
                var type => throw new InvalidOperationException($"LogMonitor knows no type '{type}'"),
            };
            var names = source.EnumerateObject().Select(member => member.Name).ToList();
            Assert.Superset(required.ToHashSet(), names.ToHashSet());
            Assert.Subset(required.Concat(optional).Append("type").ToHashSet(), names.ToHashSet());
        }

        Assert.All(
            sources.Where(source => source.TryGetProperty("providers", out _)).SelectMany(source => source.GetProperty("providers").EnumerateArray()),
            provider => Assert.True(Guid.TryParse(provider.GetProperty("providerGuid").GetString(), out _)));
    }

    /// <summary>Microsoft's images that exist, as far as they are used here: Nano Server of 2019 is called 1809 only.</summary>
    internal static bool IsKnownBase(string image) => KnownBase().IsMatch(image);

    /// <summary>The build command in the head: what it is called, and the folder that is its context.</summary>
    private static (string Tag, string Context) BuildCommand(string file)
    {
        var text = string.Join(' ', new DockerfileText(file).Head).Replace("\\ ", string.Empty, StringComparison.Ordinal);
        var match = Assert.Single(Build().Matches(text), match => match.Groups["file"].Value == file);
        return (match.Groups["tag"].Value, match.Groups["context"].Value);
    }

    [GeneratedRegex(@"^mcr\.microsoft\.com/(windows/servercore:ltsc20(19|22|25)|windows/nanoserver:(1809|ltsc2022|ltsc2025)|windows/servercore/iis:windowsservercore-ltsc20(19|22|25)|dotnet/aspnet:10\.0-(windowsservercore|nanoserver)-ltsc20(22|25))$")]
    private static partial Regex KnownBase();

    [GeneratedRegex("--target ([a-z]+)")]
    private static partial Regex TargetOption();

    [GeneratedRegex(@"^ +(?:sample (?<name>\S+) (?<context>\S+) \S+|docker build --isolation process --file samples/(?<name>\S+)/Dockerfile .* (?<context>\S+))$", RegexOptions.Multiline)]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"docker (?:buildx )?build (?:--platform \S+ )?--file (?<file>\S+) (?:--target \S+ +)?(?:--build-arg \S+ )?--tag (?<tag>\S+) (?<context>\S+)")]
    private static partial Regex Build();
}
