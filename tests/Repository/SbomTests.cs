using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Repository.Tests;

/// <summary>eng/sbom.cs, with what the restore of this build has resolved and a file in place of the exe.</summary>
public sealed class SbomTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sbom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task List_OfTheExe_HasItsDigestThePackagesAndTheRuntime()
    {
        var exe = Path.Combine(_folder, "bootstrap.exe");
        var file = Path.Combine(_folder, "bootstrap.spdx.json");
        await File.WriteAllTextAsync(exe, "an exe", TestContext.Current.CancellationToken);
        await RunAsync(exe, Assets, "1.2.3+commit", file);

        var list = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.Equal("SPDX-2.3", list["spdxVersion"]!.ToString());
        var packages = list["packages"]!.AsArray().ToDictionary(package => package!["name"]!.ToString(), package => package!);
        var ids = packages.Values.Select(package => package["SPDXID"]!.ToString()).ToHashSet();
        Assert.Equal(packages.Count, ids.Count);
        Assert.All(ids, id => Assert.Matches("^SPDXRef-[A-Za-z0-9.-]+$", id));

        Assert.Equal("1.2.3+commit", packages["bootstrap"]["versionInfo"]!.ToString());
        var checksum = Assert.Single(packages["bootstrap"]["checksums"]!.AsArray())!;
        Assert.Equal("SHA256", checksum["algorithm"]!.ToString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("an exe"u8)), checksum["checksumValue"]!.ToString());

        // What the product references, and .NET itself.
        var contained = Related("CONTAINS", "SPDXRef-bootstrap", "spdxElementId", "relatedSpdxElement");
        var referenced = XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("ItemGroup")
            .Single(group => group.Attribute("Label")?.Value == "The product").Elements()
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        Assert.DoesNotContain("Microsoft.Management.Infrastructure", packages.Keys);
        Assert.All(referenced, package => Assert.Equal(package.Value, contained[package.Key]));
        Assert.Matches(@"^10\.0\.\d+$", contained["Microsoft.NETCore.App.Runtime.NativeAOT.win-x64"]);
        Assert.Contains("MinVer", Related("BUILD_TOOL_OF", "SPDXRef-bootstrap", "relatedSpdxElement", "spdxElementId").Keys);

        // Every other end of a relationship is in the list, and every package is at the end of one.
        var ends = list["relationships"]!.AsArray().SelectMany(relationship => (string[])[relationship!["spdxElementId"]!.ToString(), relationship["relatedSpdxElement"]!.ToString()]);
        Assert.Equal(ids.Append("SPDXRef-DOCUMENT").Order(StringComparer.Ordinal), ends.Distinct().Order(StringComparer.Ordinal));

        Dictionary<string, string> Related(string type, string id, string here, string there) => list["relationships"]!.AsArray()
            .Where(relationship => relationship!["relationshipType"]!.ToString() == type && relationship[here]!.ToString() == id)
            .Select(relationship => packages.Values.Single(package => package["SPDXID"]!.ToString() == relationship![there]!.ToString()))
            .ToDictionary(package => package["name"]!.ToString(), package => package["versionInfo"]?.ToString() ?? string.Empty);
    }

    /// <summary>Every part of the exe is under a licence that allows anybody to pass it on; the list names it.</summary>
    [Fact]
    public async Task EveryPart_IsUnderALicenceThatAllowsToPassItOn()
    {
        var exe = Path.Combine(_folder, "bootstrap.exe");
        var file = Path.Combine(_folder, "bootstrap.spdx.json");
        await File.WriteAllTextAsync(exe, "an exe", TestContext.Current.CancellationToken);
        await RunAsync(exe, Assets, "1.2.3", file);

        var list = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        var contained = list["relationships"]!.AsArray().Where(relationship => relationship!["relationshipType"]!.ToString() == "CONTAINS").Select(relationship => relationship!["relatedSpdxElement"]!.ToString()).ToHashSet();
        var licenses = list["packages"]!.AsArray().Where(package => contained.Contains(package!["SPDXID"]!.ToString())).ToDictionary(package => package!["name"]!.ToString(), package => package!["licenseDeclared"]!.ToString());
        Assert.True(licenses.Count >= 5, string.Join(", ", licenses));
        Assert.All(licenses, license => Assert.Contains(license.Value, (string[])["Apache-2.0", "MIT", "ZPL-2.1"]));
    }

    /// <summary>A package whose metadata names a file, as that of Microsoft's MI client does, or nothing, ends the build.</summary>
    [Theory]
    [InlineData("<license type=\"file\">LICENSE.txt</license>")]
    [InlineData("<license type=\"expression\">GPL-3.0-only</license>")]
    [InlineData("")]
    public async Task Part_ThatMayNotBePassedOn_IsAnError(string license)
    {
        var package = Directory.CreateDirectory(Path.Combine(_folder, "packages", "some.part", "1.0.0")).FullName;
        await File.WriteAllTextAsync(Path.Combine(package, "some.part.nuspec"), $"<package><metadata><id>Some.Part</id>{license}</metadata></package>", TestContext.Current.CancellationToken);
        var assets = JsonNode.Parse(await File.ReadAllTextAsync(Assets, TestContext.Current.CancellationToken))!;
        assets["packageFolders"]![Path.Combine(_folder, "packages")] = new JsonObject();
        assets["targets"]!["net10.0/win-x64"]!["Some.Part/1.0.0"] = new JsonObject { ["type"] = "package", ["runtime"] = new JsonObject { ["lib/net10.0/part.dll"] = new JsonObject() } };
        var file = Path.Combine(_folder, "project.assets.json");
        await File.WriteAllTextAsync(file, assets.ToJsonString(), TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync(minutes: 3, "dotnet", ["run", "--file", "eng/sbom.cs", "--", "--notices", file, Path.Combine(_folder, "notices.txt")]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("sbom: Some.Part 1.0.0 is in the exe, and its licence (", result.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The notices name every package that is in the exe and have the texts of their licences.</summary>
    [Fact]
    public async Task Notices_NameEveryPartAndHaveTheTextsOfTheLicences()
    {
        var file = Path.Combine(_folder, "notices.txt");
        await RunAsync("--notices", Assets, file);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        foreach (var part in new[] { "Serilog 4", "Serilog.Formatting.Compact 3", "System.CommandLine 3", "Microsoft.NETCore.App.Runtime.NativeAOT.win-x64 10" })
        {
            Assert.Contains($"  {part}.", text, StringComparison.Ordinal);
        }

        Assert.Contains("Apache License", text, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted, free of charge", text, StringComparison.Ordinal);
        Assert.Contains("License notice for", text, StringComparison.Ordinal);
    }

    /// <summary>The package that holds the Windows runtime of Microsoft's MI client may not be passed on, and is not named.</summary>
    [Fact]
    public void ProjectFiles_DoNotNameTheRuntimeOfThePackage()
    {
        var projects = Directory.EnumerateFiles(RepositoryFiles.Root, "*.*proj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(RepositoryFiles.Root, "*.props", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/artifacts/", StringComparison.Ordinal)).ToList();
        Assert.True(projects.Count > 5);
        Assert.All(projects, file => Assert.DoesNotContain("Infrastructure.Runtime", File.ReadAllText(file), StringComparison.Ordinal));
    }

    /// <summary>What goes out with the exe: into a release, and into every image.</summary>
    [Fact]
    public void Notices_GoIntoReleasesAndImages()
    {
        var release = RepositoryFiles.Read(".github/workflows/release.yml");
        Assert.Contains("sha256sum bootstrap.exe bootstrap.spdx.json THIRD-PARTY-NOTICES.txt | tee SHA256SUMS", release, StringComparison.Ordinal);
        Assert.Contains("            artifacts/win-x64/THIRD-PARTY-NOTICES.txt\n", release, StringComparison.Ordinal);
        Assert.Contains("cp artifacts/release/bootstrap.exe artifacts/release/THIRD-PARTY-NOTICES.txt artifacts/win-x64/", release, StringComparison.Ordinal);

        // Two stages copy from the context; what they copy is the exe and its notices, and nothing else.
        var copied = RepositoryFiles.Read("docker/Dockerfile").Split('\n').Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, copied.Count(line => line == "COPY bootstrap.exe /bootstrap.exe"));
        Assert.Equal(2, copied.Count(line => line == "COPY THIRD-PARTY-NOTICES.txt /licenses/bootstrap/THIRD-PARTY-NOTICES.txt"));
        Assert.Equal(4, copied.Count);
    }

    /// <summary>The list that is attested is made of the exe that it is attested against.</summary>
    [Fact]
    public void Release_MakesTheListOfTheExeThatItAttests()
    {
        var release = RepositoryFiles.Read(".github/workflows/release.yml");
        Assert.Matches(new Regex(@"eng/sbom\.cs -- artifacts/win-x64/bootstrap\.exe artifacts/obj/Bootstrap/project\.assets\.json"), release);
        Assert.Matches(new Regex(@"subject-path: artifacts/win-x64/bootstrap\.exe\n +sbom-path: artifacts/win-x64/bootstrap\.spdx\.json\n"), release);
    }

    private static string Assets => Path.Combine(RepositoryFiles.Root, "artifacts", "obj", "Bootstrap", "project.assets.json");

    private static async Task RunAsync(params string[] arguments)
    {
        var result = await Tool.RunAsync(minutes: 3, "dotnet", ["run", "--file", "eng/sbom.cs", "--", .. arguments]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
