using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>docker/docker-bake.hcl, worked out as bake does it: matrix, names, inheritance, variables.</summary>
public partial class BakeTests
{
    private const string Release = ".github/workflows/release.yml";

    // The attributes of a target that bake knows, as far as they are used here, and the keys of a matrix.
    private static readonly string[] Known = ["args", "attest", "context", "dockerfile", "inherits", "matrix", "name", "platforms", "tags", "target"];

    private static readonly JsonObject Bake = Hcl.Parse(RepositoryFiles.Read("docker/docker-bake.hcl"));

    private static readonly Dictionary<string, JsonObject> Targets = Expand([]);

    [Fact]
    public void Blocks_OfTheFile_AreThoseThatBakeKnows()
    {
        Assert.Equal(["group", "target", "variable"], Names(Bake).Order(StringComparer.Ordinal));
        Assert.All(Blocks("target"), target => Assert.Subset(Known.ToHashSet(), Names(target.Body).ToHashSet()));
        Assert.All(Blocks("variable"), variable => Assert.Equal(["default"], Names(variable.Body)));
    }

    [Fact]
    public void Default_Group_IsTheFilesAndSixBases()
    {
        var group = Assert.Single(Blocks("group"));
        Assert.Equal("default", group.Name);
        Assert.Equal(["files", "image"], Texts(group.Body["targets"]));
        Assert.Equal(
            from system in (string[])["nanoserver", "servercore"]
            from release in (string[])["ltsc2019", "ltsc2022", "ltsc2025"]
            select $"image-{system}-{release}",
            Targets.Keys.Where(name => name.StartsWith("image-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Targets_AllOfThem_NameADockerfileAStageAndABaseThatExist()
    {
        foreach (var (name, target) in Targets)
        {
            var dockerfile = RepositoryFiles.Beside($"{target["context"]}/x", target["dockerfile"]!.ToString());
            Assert.Equal("docker/Dockerfile", dockerfile);
            var text = new DockerfileText(dockerfile);
            var stage = Assert.Single(text.Stages, stage => stage.Name == target["target"]!.ToString());
            Assert.Equal(["windows/amd64"], Texts(target["platforms"]));

            var arguments = target["args"]!.AsObject();
            var known = text.Stages.SelectMany(stage => stage.Instructions).Where(instruction => instruction.Keyword == "ARG").Select(instruction => instruction.Text.Split('=')[0]);
            Assert.Subset(known.ToHashSet(), Names(arguments).ToHashSet());
            if (stage.Base != "scratch")
            {
                var from = arguments["BASE"]!.ToString();
                Assert.True(DockerTests.IsKnownBase(from), $"{name}: {from}");

                // The name says what is in it: nanoserver-ltsc2019 is of Nano Server, and 1809 is its release 2019.
                var image = from.Split('/')[^1].Replace("1809", "ltsc2019", StringComparison.Ordinal).Replace(':', '-');
                Assert.EndsWith(image, name, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>One tag names the version and is no other release's; the other moves, and no prerelease moves it.</summary>
    [Fact]
    public void Tags_OfAllTargets_AreOneThatStaysAndOneThatMoves()
    {
        var release = Tags(new() { ["VERSION"] = "1.2.0" });
        Assert.Equal(2 * 13, release.Distinct().Count());
        Assert.All(release, tag => Assert.Matches(@"^bootstrap:(1\.2\.0-)?(files|(servercore|nanoserver)-ltsc20\d\d(-healthcheck)?)$", tag));
        Assert.Equal(
            release.Where(tag => !tag.Contains("1.2.0-", StringComparison.Ordinal)),
            release.Intersect(Tags(new() { ["VERSION"] = "1.2.1" })));
        Assert.Empty(release.Intersect(Tags(new() { ["VERSION"] = "1.3.0-rc.1", ["CHANNEL"] = "pre-" })));

        static List<string> Tags(Dictionary<string, string> variables) => [.. Expand(variables).Values.SelectMany(target => Texts(target["tags"]))];
    }

    /// <summary>What the release hands over is what the file takes, all of it.</summary>
    [Fact]
    public void Variables_OfTheFile_AreSetByTheRelease() => Assert.Equal(
        Blocks("variable").Select(variable => variable.Name),
        Handed().Matches(RepositoryFiles.Read(Release)).Select(match => match.Groups[1].Value));

    /// <summary>Older containerd finds no image for Windows beside BuildKit's own provenance: no target may lose this line.</summary>
    [Fact]
    public void Provenance_OfBuildKit_IsOffForEveryTarget() =>
        Assert.All(Targets.Values, target => Assert.Equal(["type=provenance,disabled=true"], Texts(target["attest"])));

    /// <summary>The release builds them one by one: a target that it does not name is not pushed.</summary>
    [Fact]
    public void Targets_OfTheRelease_AreTheDefaultGroups()
    {
        var matrix = Assert.IsType<YamlSequenceNode>(YamlText.Read(Release).Mapping("jobs").Mapping("images").Mapping("strategy").Mapping("matrix").Find("target"));
        Assert.Equal(
            Targets.Keys.Where(name => name == "files" || name.StartsWith("image-", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            matrix.Children.Select(target => ((YamlScalarNode)target).Value).Order(StringComparer.Ordinal));
    }

    /// <summary>A target that is misspelt there fails on the runner only.</summary>
    [Fact]
    public void Targets_ThatTheLinuxWorkflowBuilds_AreThere()
    {
        var built = Target().Matches(RepositoryFiles.Read(".github/workflows/linux.yml")).Select(match => match.Value).ToList();
        Assert.NotEmpty(built);
        Assert.All(built, name => Assert.Contains(name, Targets.Keys));
    }

    /// <summary>Every target by its name, but for the one that is only inherited from.</summary>
    private static Dictionary<string, JsonObject> Expand(Dictionary<string, string> variables)
    {
        var values = Blocks("variable").ToDictionary(variable => variable.Name, variable => variable.Body["default"]!);
        foreach (var (name, value) in variables)
        {
            Assert.True(values.ContainsKey(name), name);
            values[name] = value;
        }

        var targets = new Dictionary<string, JsonObject>();
        foreach (var (label, body) in Blocks("target"))
        {
            var matrix = body["matrix"]?.AsObject() ?? new JsonObject { [string.Empty] = new JsonArray(string.Empty) };
            var (key, list) = Assert.Single(matrix);
            foreach (var value in list!.AsArray())
            {
                var own = Fill(body, new(values) { [key] = value! })!.AsObject();
                var target = new JsonObject();
                foreach (var parent in Texts(own["inherits"]))
                {
                    Merge(target, targets[parent]);
                }

                Merge(target, own);
                targets.Add(own["name"]?.ToString() ?? label, target);
            }
        }

        Assert.True(targets.Remove("common"));
        return targets;
    }

    /// <summary>Maps are merged, everything else is replaced.</summary>
    private static void Merge(JsonObject target, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject map && target[name] is JsonObject before)
            {
                Merge(before, map);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>Fills in <c>${name}</c> and <c>${name.member}</c>; no other expression is known here.</summary>
    private static JsonNode? Fill(JsonNode? node, Dictionary<string, JsonNode> values) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(item => Fill(item, values))]),
        JsonObject map => new JsonObject(map.Where(item => item.Key != "matrix").Select(item => KeyValuePair.Create(item.Key, Fill(item.Value, values)))),
        JsonValue text => Reference().Replace(text.ToString(), match =>
        {
            var value = values[match.Groups["name"].Value];
            return match.Groups["member"] is { Success: true, Value: var member } ? value[member]!.ToString() : value.AsValue().ToString();
        }),
        _ => null,
    };

    private static IEnumerable<(string Name, JsonObject Body)> Blocks(string kind) =>
        Bake[kind]!.AsObject().Select(block => (block.Key, Assert.Single(block.Value!.AsArray())!.AsObject()));

    private static IEnumerable<string> Names(JsonObject map) => map.Select(item => item.Key);

    private static IEnumerable<string> Texts(JsonNode? list) => list is null ? [] : list.AsArray().Select(item => item!.ToString());

    [GeneratedRegex(@"\$\{(?<name>[^.}]+)(\.(?<member>[^}]+))?\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\b(image|healthcheck)-[\w-]+")]
    private static partial Regex Target();

    [GeneratedRegex("^ +echo \"([A-Z]+)=", RegexOptions.Multiline)]
    private static partial Regex Handed();
}
