using System.Text.Json.Nodes;

namespace Repository.Tests;

/// <summary>Whatever is compiled into the exe or added to an image may be passed on by anybody (eng/sbom.cs).</summary>
public sealed class LicenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("licences-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Every part of the exe is under a licence that allows anybody to pass it on; the list names it.
    /// </summary>
    [Fact]
    public async Task EveryPart_IsUnderALicenceThatAllowsToPassItOn()
    {
        var exe = Path.Combine(_folder, "bootstrap.exe");
        var file = Path.Combine(_folder, "bootstrap.spdx.json");
        await File.WriteAllTextAsync(exe, "an exe", TestContext.Current.CancellationToken);
        await RunAsync(exe, Assets, "1.2.3", file);

        var list = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        var contained = list["relationships"]!
            .AsArray()
            .Where(relationship => relationship!["relationshipType"]!.ToString() == "CONTAINS")
            .Select(relationship => relationship!["relatedSpdxElement"]!.ToString())
            .ToHashSet();
        var licenses = list["packages"]!
            .AsArray()
            .Where(package => contained.Contains(package!["SPDXID"]!.ToString()))
            .ToDictionary(package => package!["name"]!.ToString(), package => package!["licenseDeclared"]!.ToString());
        Assert.True(licenses.Count >= 5, string.Join(", ", licenses));
        Assert.All(licenses, license => Assert.Contains(license.Value, (string[])["Apache-2.0", "MIT", "ZPL-2.1"]));
    }

    /// <summary>
    /// A package whose metadata names a file, as that of Microsoft's MI client does, or nothing, ends the build.
    /// </summary>
    [Theory]
    [InlineData("<license type=\"file\">LICENSE.txt</license>")]
    [InlineData("<license type=\"expression\">GPL-3.0-only</license>")]
    [InlineData("")]
    public async Task Part_ThatMayNotBePassedOn_IsAnError(string license)
    {
        var package = Directory.CreateDirectory(Path.Combine(_folder, "packages", "some.part", "1.0.0")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(package, "some.part.nuspec"),
            $"<package><metadata><id>Some.Part</id>{license}</metadata></package>",
            TestContext.Current.CancellationToken
        );
        var assets = JsonNode.Parse(await File.ReadAllTextAsync(Assets, TestContext.Current.CancellationToken))!;
        assets["packageFolders"]![Path.Combine(_folder, "packages")] = new JsonObject();
        assets["targets"]!["net10.0/win-x64"]!["Some.Part/1.0.0"] = new JsonObject
        {
            ["type"] = "package",
            ["runtime"] = new JsonObject { ["lib/net10.0/part.dll"] = new JsonObject() },
        };
        var file = Path.Combine(_folder, "project.assets.json");
        await File.WriteAllTextAsync(file, assets.ToJsonString(), TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync(
            minutes: 3, "dotnet",
            ["run", "--file", "eng/sbom.cs", "--", "--notices", file, Path.Combine(_folder, "notices.txt")]
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "sbom: Some.Part 1.0.0 is in the exe, and its licence (", result.ToString(), StringComparison.Ordinal
        );
    }

    /// <summary>The notices name every package that is in the exe and have the texts of their licences.</summary>
    [Fact]
    public async Task Notices_NameEveryPartAndHaveTheTextsOfTheLicences()
    {
        var file = Path.Combine(_folder, "notices.txt");
        await RunAsync("--notices", Assets, file);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        foreach (
            var part in new[]
            {
                "Serilog 4", "Serilog.Formatting.Compact 3", "System.CommandLine 3",
                "Microsoft.NETCore.App.Runtime.NativeAOT.win-x64 10",
            }
        )
        {
            Assert.Contains($"  {part}.", text, StringComparison.Ordinal);
        }

        Assert.Contains("Apache License", text, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted, free of charge", text, StringComparison.Ordinal);
        Assert.Contains("License notice for", text, StringComparison.Ordinal);
    }

    /// <summary>
    /// The package that holds the Windows runtime of Microsoft's MI client may not be passed on, and is not named.
    /// </summary>
    [Fact]
    public void ProjectFiles_DoNotNameTheRuntimeOfThePackage()
    {
        var projects = RepositoryFiles
            .All.Where(file => Path.GetExtension(file) is ".csproj" or ".props" or ".targets")
            .ToList();
        Assert.True(projects.Count > 5);
        Assert.All(
            projects,
            file =>
                Assert.DoesNotContain("Infrastructure.Runtime", RepositoryFiles.Read(file), StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// What goes out with the exe: into a release, and into every image. Nothing else is added to an image.
    /// </summary>
    [Fact]
    public void Notices_GoIntoReleasesAndImages()
    {
        var release = RepositoryFiles.Read(".github/workflows/release.yml");
        Assert.Matches(@"sha256sum bootstrap\.exe .*THIRD-PARTY-NOTICES\.txt \| tee SHA256SUMS", release);
        Assert.Contains("            artifacts/win-x64/THIRD-PARTY-NOTICES.txt\n", release, StringComparison.Ordinal);
        var copied = RepositoryFiles
            .Read("docker/Dockerfile")
            .Split('\n')
            .Where(line =>
                line.StartsWith("COPY ", StringComparison.Ordinal) || line.StartsWith("ADD ", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(
            ["COPY bootstrap.exe THIRD-PARTY-NOTICES.txt /", "COPY bootstrap.exe THIRD-PARTY-NOTICES.txt /"],
            copied
        );
    }

    private static string Assets =>
        Path.Combine(RepositoryFiles.Root, "artifacts", "obj", "Bootstrap", "project.assets.json");

    private static async Task RunAsync(params string[] arguments)
    {
        var result = await Tool.RunAsync(minutes: 3, "dotnet", ["run", "--file", "eng/sbom.cs", "--", .. arguments]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
