using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Repository.Tests;

/// <summary>eng/sbom.cs, with what the restore of this build has resolved and a file in place of the exe.</summary>
public class SbomTests
{
    [Fact]
    public async Task List_OfTheExe_HasItsDigestThePackagesAndTheRuntime()
    {
        var folder = Directory.CreateTempSubdirectory("sbom-").FullName;
        var (exe, file) = (Path.Combine(folder, "bootstrap.exe"), Path.Combine(folder, "bootstrap.spdx.json"));
        await File.WriteAllTextAsync(exe, "an exe", TestContext.Current.CancellationToken);
        var assets = Path.Combine(RepositoryFiles.Root, "artifacts", "obj", "Bootstrap", "project.assets.json");
        string[] arguments = ["run", "--file", "eng/sbom.cs", "--", exe, assets, "1.2.3+commit", file];
        var result = await Tool.RunAsync(minutes: 3, "dotnet", arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        var list = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Directory.Delete(folder, recursive: true);

        Assert.Equal("SPDX-2.3", list["spdxVersion"]!.ToString());
        var packages = list["packages"]!.AsArray().ToDictionary(package => Text(package, "name"), package => package!);
        var ids = packages.Values.Select(package => Text(package, "SPDXID")).ToHashSet();
        Assert.Equal(packages.Count, ids.Count);
        Assert.All(ids, id => Assert.Matches("^SPDXRef-[A-Za-z0-9.-]+$", id));

        Assert.Equal("1.2.3+commit", packages["bootstrap"]["versionInfo"]!.ToString());
        var checksum = Assert.Single(packages["bootstrap"]["checksums"]!.AsArray())!;
        Assert.Equal("SHA256", checksum["algorithm"]!.ToString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("an exe"u8)), checksum["checksumValue"]!.ToString());

        // What the product references, and .NET itself.
        var contained = Related("CONTAINS", "spdxElementId", "relatedSpdxElement");
        var referenced = XDocument
            .Parse(RepositoryFiles.Read("Directory.Packages.props"))
            .Descendants("ItemGroup")
            .Single(group => group.Attribute("Label")?.Value == "The product")
            .Elements()
            .ToDictionary(
                package => (string)package.Attribute("Include")!,
                package => (string)package.Attribute("Version")!
            );
        Assert.All(referenced, package => Assert.Equal(package.Value, contained[package.Key]));
        Assert.Matches(@"^10\.0\.\d+$", contained["Microsoft.NETCore.App.Runtime.NativeAOT.win-x64"]);
        Assert.Contains("MinVer", Related("BUILD_TOOL_OF", "relatedSpdxElement", "spdxElementId").Keys);

        // Every other end of a relationship is in the list, and every package is at the end of one.
        var ends = list["relationships"]!.AsArray()
            .SelectMany(end => (string[])[Text(end, "spdxElementId"), Text(end, "relatedSpdxElement")]);
        Assert.Equal(ids.Append("SPDXRef-DOCUMENT").ToHashSet(), ends.ToHashSet());

        Dictionary<string, string> Related(string type, string here, string there) =>
            list["relationships"]!
                .AsArray()
                .Where(end => Text(end, "relationshipType") == type && Text(end, here) == "SPDXRef-bootstrap")
                .Select(end => packages.Values.Single(package => Text(package, "SPDXID") == Text(end, there)))
                .ToDictionary(
                    package => Text(package, "name"),
                    package => package["versionInfo"]?.ToString() ?? string.Empty
                );

        static string Text(JsonNode? node, string name) => node![name]!.ToString();
    }
}
