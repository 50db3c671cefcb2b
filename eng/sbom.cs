#:property PublishAot=false
#:property GenerateDocumentationFile=false

// dotnet run --file eng/sbom.cs -- EXE ASSETS VERSION OUTPUT
// dotnet run --file eng/sbom.cs -- --notices ASSETS OUTPUT
//
// Lists the parts of bootstrap.exe, and fails if a part may not be distributed: its licence, from the package's
// metadata, must be in the list below.
//
// The first form writes SPDX 2.3: the exe with its SHA-256, the packages compiled into it, including .NET's runtime,
// and the packages used only by the build. A native exe does not name its parts. A list of the plain build's files
// lacks the runtime, which no package reference names. The restore's result for the publish (ASSETS:
// artifacts/obj/Bootstrap/project.assets.json) has both. It does not list which parts of a package the compiler kept.
//
// The second form writes the licences and notices of the parts, to be distributed with the exe.
//
// Parts that are not packages are listed manually: see otherParts.

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

if (args is not ([_, _, _, _] or ["--notices", _, _]))
{
    Console.Error.WriteLine("sbom: EXE ASSETS VERSION OUTPUT are needed, or --notices ASSETS OUTPUT");
    return 2;
}

var assetsFile = args[1];
var output = args[^1];

const string target = "net10.0/win-x64";
const string runtime = "Microsoft.NETCore.App.Runtime.NativeAOT.win-x64";

// SPDX identifiers of licences that allow distributing a program with the part compiled in.
string[] passedOn = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

// Linked into the exe, but not packages. They depend on the linker (docs/architecture.md).
(string Name, string License, string Terms)[] otherParts = OperatingSystem.IsWindows()
    ?
    [
        (
            "Visual C++ static runtime", "LicenseRef-Visual-Studio",
            "Of the C++ build tools of Visual Studio, whose licence allows to distribute programs that are linked with it (https://visualstudio.microsoft.com/license-terms/, Distributable Code)."
        ),
    ]
    :
    [
        (
            "mingw-w64 import libraries", "ZPL-2.1",
            "Copyright (c) 2009-2016 the mingw-w64 project. Import libraries name functions of Windows' own DLLs. The exe's start-up code, eng/linux-link/crt, is bootstrap's own."
        ),
    ];

var assets = JsonNode.Parse(File.ReadAllText(assetsFile))!;
var folders = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();

// Compiled in: packages with code for run time. The runtime pack is a download of the SDK, not a reference.
var resolved = assets["targets"]![target]!.AsObject();
var compiledIn = resolved
    .Where(package => Has(package.Value!, "runtime"))
    .Select(package => (Name: package.Key.Split('/')[0], Version: package.Key.Split('/')[1]))
    .Append((runtime, Downloaded(runtime)))
    .OrderBy(package => package.Item1, StringComparer.Ordinal);
var buildTools = resolved
    .Where(package => !Has(package.Value!, "runtime") && Has(package.Value!, "build"))
    .Select(package => (Name: package.Key.Split('/')[0], Version: package.Key.Split('/')[1]))
    .OrderBy(package => package.Name, StringComparer.Ordinal);

foreach (var (name, packageVersion) in compiledIn)
{
    if (LicenseOf(name, packageVersion) is var license && !passedOn.Contains(license))
    {
        Console.Error.WriteLine(
            $"sbom: {name} {packageVersion} is in the exe, and its licence ({license ?? "no SPDX expression"}) is none of {string.Join(", ", passedOn)}"
        );
        return 1;
    }
}

if (args[0] == "--notices")
{
    File.WriteAllText(output, Notices());
    return 0;
}

var exe = args[0];
var version = args[2];
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

foreach (var part in otherParts)
{
    var id = $"SPDXRef-{part.Name.Replace(' ', '-')}";
    packages.Add((JsonNode)new JsonObject
    {
        ["SPDXID"] = id,
        ["name"] = part.Name,
        ["downloadLocation"] = "NOASSERTION",
        ["filesAnalyzed"] = false,
        ["licenseConcluded"] = "NOASSERTION",
        ["licenseDeclared"] = part.License,
        ["licenseComments"] = part.Terms,
        ["copyrightText"] = "NOASSERTION",
    });
    relationships.Add((JsonNode)Relationship("SPDXRef-bootstrap", "CONTAINS", id));
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
    // Only a name, not an address. Unique for each exe.
    ["documentNamespace"] = $"https://spdx.org/spdxdocs/bootstrap-{sha256}",
    ["creationInfo"] = new JsonObject
    {
        ["created"] = $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}",
        ["creators"] = new JsonArray("Tool: eng/sbom.cs"),
        ["comment"] = "Packages as the restore resolved them; the compiler leaves out of them what is not used.",
    },
    ["packages"] = packages,
    ["hasExtractedLicensingInfos"] = new JsonArray([
        .. otherParts
            .Where(part => part.License.StartsWith("LicenseRef-", StringComparison.Ordinal))
            .Select(part => (JsonNode)new JsonObject { ["licenseId"] = part.License, ["extractedText"] = part.Terms }),
    ]),
    ["relationships"] = relationships,
};
File.WriteAllText(
    output,
    $"{document.ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })}\n"
);
return 0;

// "_._" marks an intentionally empty folder.
static bool Has(JsonNode package, string kind) =>
    package[kind]?.AsObject().Any(file => !file.Key.EndsWith("_._", StringComparison.Ordinal)) ?? false;

static JsonObject Relationship(string from, string type, string to) =>
    new() { ["spdxElementId"] = from, ["relationshipType"] = type, ["relatedSpdxElement"] = to };

// "[10.0.1, 10.0.1]": exactly this version.
string Downloaded(string name) => assets["project"]!["frameworks"]!.AsObject()
    .SelectMany(framework => framework.Value!["downloadDependencies"]!.AsArray())
    .Single(download => download!["name"]!.ToString() == name)!["version"]!.ToString().Trim('[', ']').Split(',')[0];

string FolderOf(string name, string packageVersion) =>
    folders
        .Select(root => Path.Combine(root, name.ToLowerInvariant(), packageVersion.ToLowerInvariant()))
        .First(Directory.Exists);

// An element of a package's metadata, or null.
string? Metadata(string name, string packageVersion, Func<XElement, bool> isMeant) =>
    XDocument
        .Load(Path.Combine(FolderOf(name, packageVersion), $"{name}.nuspec".ToLowerInvariant()))
        .Descendants()
        .FirstOrDefault(isMeant)
        ?.Value;

string? LicenseOf(string name, string packageVersion) =>
    Metadata(
        name, packageVersion,
        element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression"
    );

string Notices()
{
    var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(assetsFile)!, "..", "..", ".."));
    var text = new StringBuilder("bootstrap.exe\n\n")
        .Append(File.ReadAllText(Path.Combine(root, "LICENSE")))
        .Append("\n\nThe exe contains:\n\n");
    foreach (var (name, packageVersion) in compiledIn)
    {
        var holder =
            Metadata(name, packageVersion, element => element.Name.LocalName == "copyright")
            ?? Metadata(name, packageVersion, element => element.Name.LocalName == "authors");
        text.Append($"  {name} {packageVersion}: {LicenseOf(name, packageVersion)}. {holder}\n");
    }

    foreach (var part in otherParts)
    {
        text.Append($"  {part.Name}: {part.License}. {part.Terms}\n");
    }

    // The texts of these licences, once each. .NET's package contains its licence, MIT, and the notices of its parts.
    var runtimeFolder = FolderOf(runtime, Downloaded(runtime));
    var licenses = compiledIn
        .Select(package => LicenseOf(package.Item1, package.Item2)!)
        .Concat(otherParts.Select(part => part.License));
    foreach (
        var license in licenses
            .Where(license => !license.StartsWith("LicenseRef-", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal)
    )
    {
        var file =
            license == "MIT"
                ? Path.Combine(runtimeFolder, "LICENSE.TXT")
                : Path.Combine(root, "eng", "licences", $"{license}.txt");
        text.Append($"\n{new string('-', 80)}\n{license}\n{new string('-', 80)}\n\n").Append(File.ReadAllText(file));
    }

    text.Append($"\n{new string('-', 80)}\nThe notices of {runtime}\n{new string('-', 80)}\n\n")
        .Append(File.ReadAllText(Path.Combine(runtimeFolder, "THIRD-PARTY-NOTICES.TXT")));
    return text.ToString().ReplaceLineEndings("\n");
}

string Add(string name, string packageVersion)
{
    var id = $"SPDXRef-nuget-{Regex.Replace(name, "[^A-Za-z0-9.-]", "-")}";
    var nupkg = Path.Combine(
        FolderOf(name, packageVersion), $"{name}.{packageVersion}.nupkg.sha512".ToLowerInvariant()
    );
    packages.Add(
        (JsonNode)
            new JsonObject
            {
                ["SPDXID"] = id,
                ["name"] = name,
                ["versionInfo"] = packageVersion,
                ["downloadLocation"] = "NOASSERTION",
                ["filesAnalyzed"] = false,
                ["licenseConcluded"] = "NOASSERTION",
                ["licenseDeclared"] = LicenseOf(name, packageVersion) ?? "NOASSERTION",
                ["copyrightText"] = "NOASSERTION",
                ["checksums"] = new JsonArray(
                    new JsonObject
                    {
                        ["algorithm"] = "SHA512",
                        ["checksumValue"] = Convert.ToHexStringLower(
                            Convert.FromBase64String(File.ReadAllText(nupkg).Trim())
                        ),
                    }
                ),
                ["externalRefs"] = new JsonArray(
                    new JsonObject
                    {
                        ["referenceCategory"] = "PACKAGE-MANAGER",
                        ["referenceType"] = "purl",
                        ["referenceLocator"] = $"pkg:nuget/{name}@{packageVersion}",
                    }
                ),
            }
    );
    return id;
}
