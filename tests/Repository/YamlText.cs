using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>YAML as a tree, with tags and anchors, which a deserializer would drop.</summary>
internal static class YamlText
{
    /// <summary>The one document of a file.</summary>
    public static YamlMappingNode Read(string path)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(RepositoryFiles.Read(path));
        stream.Load(reader);
        return Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode);
    }

    /// <summary>What stands at a key, or null.</summary>
    public static YamlNode? Find(this YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(key, out var value) ? value : null;

    /// <summary>The text at a key, or null.</summary>
    public static string? Text(this YamlMappingNode mapping, string key) =>
        (mapping.Find(key) as YamlScalarNode)?.Value;

    public static YamlMappingNode Mapping(this YamlMappingNode mapping, string key) =>
        Assert.IsType<YamlMappingNode>(mapping.Find(key));
}
