using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Repository.Tests;

/// <summary>
/// The forms that open an issue, by GitHub's rules for them. A form that breaks one is not shown, and nobody is told.
/// https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
/// </summary>
public partial class IssueFormTests
{
    private const string Folder = ".github/ISSUE_TEMPLATE";

    /// <summary>The types of elements, with the attributes that each takes and those that it must have.</summary>
    private static readonly Dictionary<string, (string[] Allowed, string[] Required)> Elements = new()
    {
        ["markdown"] = (["value"], ["value"]),
        ["input"] = (["label", "description", "placeholder", "value"], ["label"]),
        ["textarea"] = (["label", "description", "placeholder", "value", "render"], ["label"]),
        ["dropdown"] = (["label", "description", "multiple", "options", "default"], ["label", "options"]),
        ["checkboxes"] = (["label", "description", "options"], ["label", "options"]),
    };

    public static TheoryData<string> Forms { get; } =
        [.. RepositoryFiles.Under(Folder).Where(file => Path.GetFileName(file) != "config.yml")];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Form_ByGitHubsSchema_IsWellFormed(string path)
    {
        var form = Read(path);

        Assert.EndsWith(".yml", path, StringComparison.Ordinal);
        Assert.Empty(form.Keys.Except(["name", "description", "body", "title", "labels", "assignees", "projects", "type"]));
        Assert.NotEmpty(Text(form, "name"));
        Assert.NotEmpty(Text(form, "description"));
        var body = ((List<object>)form["body"]).Cast<Dictionary<object, object>>().ToList();
        Assert.Contains(body, element => Text(element, "type") != "markdown");
        Assert.All(body, AssertElement);
        AssertUnique(body.Where(element => element.ContainsKey("id")).Select(element => Text(element, "id")));
        AssertUnique(body.Select(element => (Dictionary<object, object>)element["attributes"]).Where(attributes => attributes.ContainsKey("label")).Select(attributes => Text(attributes, "label")));
    }

    [Fact]
    public void Forms_OfAllFiles_HaveNamesOfTheirOwn()
    {
        Assert.NotEmpty(Forms);
        AssertUnique(Forms.Select(form => Text(Read(form.Data), "name")));
    }

    [Fact]
    public void Configuration_HoldsKnownKeysOnly()
    {
        var configuration = Read($"{Folder}/config.yml");

        Assert.Empty(configuration.Keys.Except(["blank_issues_enabled", "contact_links"]));
        Assert.Contains(Text(configuration, "blank_issues_enabled"), (string[])["true", "false"]);
        foreach (var link in configuration.TryGetValue("contact_links", out var links) ? ((List<object>)links).Cast<Dictionary<object, object>>() : [])
        {
            Assert.Equal(["about", "name", "url"], link.Keys.Select(key => (string)key).Order());
            Assert.True(Uri.TryCreate(Text(link, "url"), UriKind.Absolute, out _), Text(link, "url"));
        }
    }

    /// <summary>What a report has to hold, so that it can be worked on without asking back.</summary>
    [Theory]
    [InlineData("bootstrap --version")]
    [InlineData("check --format json")]
    [InlineData("plan --save-snapshot")]
    [InlineData("BOOTSTRAP_LOG_LEVEL=debug")]
    [InlineData("ECS agent")]
    [InlineData("ENTRYPOINT")]
    public void BugForm_AsksFor(string what) =>
        Assert.Contains(what, RepositoryFiles.Read($"{Folder}/bug.yml"), StringComparison.Ordinal);

    /// <summary>A report without it is asked for it first; so no way leads round the form.</summary>
    [Fact]
    public void BugForm_RequiresTheOutputOfCheckAndCannotBeGoneRound()
    {
        var check = Assert.Single(((List<object>)Read($"{Folder}/bug.yml")["body"]).Cast<Dictionary<object, object>>(), element => element.ContainsKey("id") && Text(element, "id") == "check");
        Assert.Equal("true", Text((Dictionary<object, object>)check["validations"], "required"));
        Assert.Equal("false", Text(Read($"{Folder}/config.yml"), "blank_issues_enabled"));
    }

    private static void AssertElement(Dictionary<object, object> element)
    {
        var type = Text(element, "type");
        Assert.True(Elements.TryGetValue(type, out var rules), $"there is no element of type '{type}'");
        Assert.Empty(element.Keys.Except(["type", "id", "attributes", "validations"]));

        var attributes = (Dictionary<object, object>)element["attributes"];
        Assert.Empty(attributes.Keys.Except(rules.Allowed));
        Assert.Empty(rules.Required.Except(attributes.Keys.Cast<string>()));
        Assert.All(rules.Required.Where(name => name != "options"), name => Assert.NotEmpty(Text(attributes, name)));

        if (element.TryGetValue("id", out var id))
        {
            Assert.NotEqual("markdown", type);
            Assert.Matches(IdPattern(), (string)id);
        }

        if (element.TryGetValue("validations", out var validations))
        {
            // On a checkbox, "required" belongs to each option.
            Assert.DoesNotContain(type, (string[])["markdown", "checkboxes"]);
            Assert.Equal("required", Assert.Single(((Dictionary<object, object>)validations).Keys));
            Assert.Contains(Text((Dictionary<object, object>)validations, "required"), (string[])["true", "false"]);
        }

        if (attributes.TryGetValue("options", out var options))
        {
            AssertOptions(type, (List<object>)options);
        }
    }

    private static void AssertOptions(string type, List<object> options)
    {
        Assert.NotEmpty(options);
        AssertUnique(options.Select(option => type == "dropdown" ? (string)option : Text((Dictionary<object, object>)option, "label")));
        foreach (var option in options.OfType<Dictionary<object, object>>())
        {
            Assert.Empty(option.Keys.Except(["label", "required"]));
        }
    }

    private static void AssertUnique(IEnumerable<string> names) =>
        Assert.All(names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase), group => Assert.Single(group));

    private static Dictionary<object, object> Read(string path) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(RepositoryFiles.Read(path));

    private static string Text(Dictionary<object, object> mapping, string key) =>
        Assert.IsType<string>(Assert.Contains(key, (IReadOnlyDictionary<object, object>)mapping));

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex IdPattern();
}
