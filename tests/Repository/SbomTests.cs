using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Repository.Tests;

/// <summary>
/// eng/sbom.cs, with what the restore of this build has resolved and a file in place of the exe: anybody may pass on
/// every part of the exe, and the terms go with it.
/// </summary>
public sealed class SbomTests : IDisposable
{
    private static readonly string Assets =
        Path.Combine(RepositoryFiles.Root, "artifacts/obj/Bootstrap/project.assets.json");

    private static readonly string[] Run = ["run", "--file", "eng/sbom.cs", "--"];
    private static readonly string[] Licences = ["Apache-2.0", "MIT", "ZPL-2.1"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sbom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task List_OfTheExe_HasItsDigestItsPartsAndTheirLicences()
    {
        var file = Path.Combine(_folder, "bootstrap.spdx.json");
        var exe = Write("bootstrap.exe", "an exe");
        await Tool.PassAsync(minutes: 3, "dotnet", [.. Run, exe, Assets, "1.2.3+commit", file]);
        var list = JsonNode.Parse(RepositoryFiles.Read(file))!;
        Assert.Equal("SPDX-2.3", $"{list["spdxVersion"]}");
        var packages = list["packages"]!.AsArray().ToDictionary(package => $"{package!["name"]}", package => package!);
        Assert.All(packages.Values, package => Assert.Matches("^SPDXRef-[A-Za-z0-9.-]+$", $"{package["SPDXID"]}"));
        Assert.Equal("1.2.3+commit", $"{packages["bootstrap"]["versionInfo"]}");
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData("an exe"u8)),
            $"{packages["bootstrap"]["checksums"]!.AsArray().Single()!["checksumValue"]}");

        // What the product references, .NET itself, and what the linker adds.
        var contained = Related("CONTAINS", from: "spdxElementId", to: "relatedSpdxElement");
        Assert.All(References(), part => Assert.Equal(part.Version, $"{contained[part.Name]["versionInfo"]}"));
        Assert.Contains("Microsoft.NETCore.App.Runtime.NativeAOT.win-x64", contained);
        Assert.All(contained.Values, part => Assert.Contains($"{part["licenseDeclared"]}", Licences));
        Assert.Contains("MinVer", Related("BUILD_TOOL_OF", from: "relatedSpdxElement", to: "spdxElementId").Keys);

        Dictionary<string, JsonNode> Related(string type, string from, string to) => list["relationships"]!.AsArray()
            .Where(relation => $"{relation!["relationshipType"]}{relation[from]}" == type + "SPDXRef-bootstrap")
            .Select(relation => packages.Values.Single(package => $"{package["SPDXID"]}" == $"{relation![to]}"))
            .ToDictionary(package => $"{package["name"]}");
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
        Write("packages/some.part/1.0.0/some.part.nuspec", $"<package><metadata>{license}</metadata></package>");
        var assets = JsonNode.Parse(RepositoryFiles.Read(Assets))!;
        assets["packageFolders"]![Path.Combine(_folder, "packages")] = new JsonObject();
        assets["targets"]!["net10.0/win-x64"]!["Some.Part/1.0.0"] =
            JsonNode.Parse("""{ "type": "package", "runtime": { "lib/net10.0/part.dll": {} } }""");
        var file = Write("project.assets.json", assets.ToJsonString());
        var result = await Tool.RunAsync(minutes: 3, "dotnet", [.. Run, "--notices", file, "none"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("sbom: Some.Part 1.0.0 is in the exe, and its licence (", result.StandardError, Ordinal);
    }

    [Fact]
    public async Task Notices_NameEveryPartHaveTheLicencesAndGoIntoReleasesAndImages()
    {
        var file = Path.Combine(_folder, "notices.txt");
        await Tool.PassAsync(minutes: 3, "dotnet", [.. Run, "--notices", Assets, file]);
        string[] texts =
        [
            "Apache License", "Permission is hereby granted, free of charge", "License notice for",
            "  Microsoft.NETCore.App.Runtime.NativeAOT.win-x64 10.",
            .. References().Select(reference => $"  {reference.Name} {reference.Version}: "),
        ];
        Assert.All(texts, text => Assert.Contains(text, RepositoryFiles.Read(file), Ordinal));
        var release = RepositoryFiles.Read(".github/workflows/release.yml");
        Assert.Contains("            artifacts/win-x64/THIRD-PARTY-NOTICES.txt\n", release, Ordinal);
        Assert.All(
            RepositoryFiles.Read("docker/Dockerfile").Split('\n').Where(line => line.StartsWith("COPY ", Ordinal)),
            line => Assert.Equal("COPY bootstrap.exe THIRD-PARTY-NOTICES.txt /", line));
    }

    /// <summary>The packages that the product references.</summary>
    private static IEnumerable<(string Name, string Version)> References() =>
        XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("ItemGroup")
            .Single(group => group.Attribute("Label")?.Value == "The product").Elements()
            .Select(package => (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value));

    /// <summary>Writes a file below the test's folder and returns its path.</summary>
    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
