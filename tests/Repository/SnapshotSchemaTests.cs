using System.Text;
using Bootstrap.Logging;
using Bootstrap.Output;
using NJsonSchema;

namespace Repository.Tests;

/// <summary>The schema of snapshots says what the program reads.</summary>
public class SnapshotSchemaTests
{
    public static TheoryData<string> Samples => [.. RepositoryFiles.Under("samples/snapshots", ".json")];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_FitsTheSchemaAndIsRead(string file)
    {
        var text = RepositoryFiles.Read(file);
        Assert.Empty((await SchemaAsync()).Validate(text));
        Assert.NotEmpty(SnapshotFile.Parse(file, Encoding.UTF8.GetBytes(text)).Network.Adapters);
        Assert.Contains(Path.GetFileName(file), Markdown.Links("samples/snapshots/README.md"));
    }

    /// <summary>Each is damaged in one place: refused by both.</summary>
    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"environment\"", "\"variables\"")]
    [InlineData("\"AWS_ECS_EC2\"", "7")]
    [InlineData("\"index\": 2", "\"index\": \"2\"")]
    [InlineData("\"up\": true", "\"up\": 1")]
    [InlineData("\"alias\"", "\"name\"")]
    [InlineData("\"0.0.0.0/0\"", "\"::/0\"")]
    [InlineData("\"nextHop\": \"172.30.0.1\"", "\"nextHop\": null")]
    [InlineData("\"routeMetric\": 0", "\"routeMetric\": -1")]
    [InlineData("\"backend\": \"cim\",", "")]
    public async Task DamagedSnapshot_IsRefusedBySchemaAndProgram(string what, string by)
    {
        var good = RepositoryFiles.Read("samples/snapshots/nat.json");
        Assert.Contains(what, good, Ordinal);
        var damaged = good.Replace(what, by, Ordinal);
        Assert.NotEmpty((await SchemaAsync()).Validate(damaged));
        Assert.Throws<BootstrapException>(() => SnapshotFile.Parse("x", Encoding.UTF8.GetBytes(damaged)));
    }

    private static Task<JsonSchema> SchemaAsync() =>
        JsonSchema.FromJsonAsync(RepositoryFiles.Read("docs/snapshot.schema.json"));
}
