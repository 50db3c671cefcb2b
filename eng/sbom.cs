#:property PublishAot=false
#:property GenerateDocumentationFile=false

// dotnet run --file eng/sbom.cs -- EXE ASSETS VERSION OUTPUT
//
// Writes what is in bootstrap.exe as SPDX 2.3: the exe with its SHA-256, the packages that are compiled into it, .NET's
// runtime among them, and the packages that have only built it. A native exe does not name its parts, and a list made
// from the plain build's files does not know the runtime, which no package reference names: what the restore has
// resolved for the publish (ASSETS: artifacts/obj/Bootstrap/project.assets.json) knows both.
//
// Not in it: which parts of a package the compiler has kept, and the linker's own C runtime.

using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

if (args is not [var exe, var assetsFile, var version, var output])
{
    Console.Error.WriteLine("sbom: EXE ASSETS VERSION OUTPUT are needed");
    return 2;
}

const string target = "net10.0/win-x64";
const string runtime = "Microsoft.NETCore.App.Runtime.NativeAOT.win-x64";

var assets = JsonNode.Parse(File.ReadAllText(assetsFile))!;
var folders = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();

// Compiled in: what has code for run time. The runtime pack is no reference but a download of the SDK's.
var resolved = assets["targets"]![target]!.AsObject();
var compiledIn = resolved.Where(package => Has(package.Value!, "runtime")).Select(package => (Name: package.Key.Split('/')[0], Version: package.Key.Split('/')[1]))
    .Append((runtime, Downloaded(runtime)))
    .OrderBy(package => package.Item1, StringComparer.Ordinal);
var buildTools = resolved.Where(package => !Has(package.Value!, "runtime") && Has(package.Value!, "build")).Select(package => (Name: package.Key.Split('/')[0], Version: package.Key.Split('/')[1]))
    .OrderBy(package => package.Name, StringComparer.Ordinal);

var sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(exe)));
var packages = new JsonArray(new JsonObject
{
    ["SPDXID"] = "SPDXRef-bootstrap",
    ["name"] = "bootstrap",
    ["versionInfo"] = version,
    ["packageFileName"] = Path.GetFileName(exe),
    ["primaryPackagePurpose"] = "APPLICATION",
    ["downloadLocation"] = "NOASSERTION",
    ["filesAnalyzed"] = false,
    ["licenseConcluded"] = "NOASSERTION",
    ["licenseDeclared"] = "MIT",
    ["copyrightText"] = "NOASSERTION",
    ["checksums"] = new JsonArray(new JsonObject { ["algorithm"] = "SHA256", ["checksumValue"] = sha256 }),
});
var relationships = new JsonArray(Relationship("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-bootstrap"));
foreach (var package in compiledIn)
{
    relationships.Add((JsonNode)Relationship("SPDXRef-bootstrap", "CONTAINS", Add(package.Item1, package.Item2)));
}

foreach (var package in buildTools)
{
    relationships.Add((JsonNode)Relationship(Add(package.Name, package.Version), "BUILD_TOOL_OF", "SPDXRef-bootstrap"));
}

var document = new JsonObject
{
    ["spdxVersion"] = "SPDX-2.3",
    ["dataLicense"] = "CC0-1.0",
    ["SPDXID"] = "SPDXRef-DOCUMENT",
    ["name"] = $"bootstrap-{version}",
    // Only a name; nothing has to be there. One exe, one name.
    ["documentNamespace"] = $"https://spdx.org/spdxdocs/bootstrap-{sha256}",
    ["creationInfo"] = new JsonObject
    {
        ["created"] = $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}",
        ["creators"] = new JsonArray("Tool: eng/sbom.cs"),
        ["comment"] = "Packages as the restore resolved them; the compiler leaves out of them what is not used. The linker's C runtime is not listed.",
    },
    ["packages"] = packages,
    ["relationships"] = relationships,
};
File.WriteAllText(output, $"{document.ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })}\n");
return 0;

// "_._" stands for nothing on purpose.
static bool Has(JsonNode package, string kind) =>
    package[kind]?.AsObject().Any(file => !file.Key.EndsWith("_._", StringComparison.Ordinal)) ?? false;

static JsonObject Relationship(string from, string type, string to) =>
    new() { ["spdxElementId"] = from, ["relationshipType"] = type, ["relatedSpdxElement"] = to };

// "[10.0.1, 10.0.1]": exactly that one.
string Downloaded(string name) => assets["project"]!["frameworks"]!.AsObject()
    .SelectMany(framework => framework.Value!["downloadDependencies"]!.AsArray())
    .Single(download => download!["name"]!.ToString() == name)!["version"]!.ToString().Trim('[', ']').Split(',')[0];

string Add(string name, string packageVersion)
{
    var id = $"SPDXRef-nuget-{Regex.Replace(name, "[^A-Za-z0-9.-]", "-")}";
    var folder = folders.Select(root => Path.Combine(root, name.ToLowerInvariant(), packageVersion.ToLowerInvariant())).First(Directory.Exists);
    var nupkg = Path.Combine(folder, $"{name}.{packageVersion}.nupkg.sha512".ToLowerInvariant());
    var license = XDocument.Load(Path.Combine(folder, $"{name}.nuspec".ToLowerInvariant())).Descendants()
        .FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value;
    packages.Add((JsonNode)new JsonObject
    {
        ["SPDXID"] = id,
        ["name"] = name,
        ["versionInfo"] = packageVersion,
        ["downloadLocation"] = "NOASSERTION",
        ["filesAnalyzed"] = false,
        ["licenseConcluded"] = "NOASSERTION",
        ["licenseDeclared"] = license ?? "NOASSERTION",
        ["copyrightText"] = "NOASSERTION",
        ["checksums"] = new JsonArray(new JsonObject
        {
            ["algorithm"] = "SHA512",
            ["checksumValue"] = Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(nupkg).Trim())),
        }),
        ["externalRefs"] = new JsonArray(new JsonObject
        {
            ["referenceCategory"] = "PACKAGE-MANAGER",
            ["referenceType"] = "purl",
            ["referenceLocator"] = $"pkg:nuget/{name}@{packageVersion}",
        }),
    });
    return id;
}
