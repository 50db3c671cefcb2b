using System.Text;
using Bootstrap.Services;

namespace Bootstrap.Tests.Services;

public class EnvironmentStringsTests
{
    private const string Uri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";

    [Fact]
    public void Merge_IntoNothing_SetsWhatTheTaskHas()
    {
        var change = Merge(
            null, (Uri, "/v2/credentials/1"), ("AWS_REGION", null), ("ECS_AGENT_URI", "http://169.254.170.2/api/1")
        );

        Assert.True(change.IsNeeded);
        Assert.Equal(
            [Uri + "=/v2/credentials/1", "ECS_AGENT_URI=http://169.254.170.2/api/1"],
            EnvironmentStrings.Decode(change.Data)
        );
        Assert.Equal([Uri, "ECS_AGENT_URI"], change.Set);
        Assert.Empty(change.Removed);
        Assert.Equal($"set {Uri}, ECS_AGENT_URI", change.Text);
    }

    [Fact]
    public void Merge_WithOtherNames_LeavesThemAndTheirOrderAlone()
    {
        var change = Merge(
            Data(
                "COR_ENABLE_PROFILING=1", "aws_container_credentials_relative_uri=/v2/credentials/old", "X=a=b",
                "=C:=C:\\", "lonely"
            ),
            (Uri, "/v2/credentials/new")
        );

        Assert.Equal(
            ["COR_ENABLE_PROFILING=1", Uri + "=/v2/credentials/new", "X=a=b", "=C:=C:\\", "lonely"],
            EnvironmentStrings.Decode(change.Data));
        Assert.Equal([Uri], change.Set);
    }

    [Fact]
    public void Merge_ASecondTime_ChangesNothing()
    {
        var first = Merge(Data("A=1"), (Uri, "/v2/credentials/1"), ("AWS_REGION", null));
        var second = Merge(first.Data, (Uri, "/v2/credentials/1"), ("AWS_REGION", null));

        Assert.False(second.IsNeeded);
        Assert.Equal(first.Data, second.Data);
    }

    [Fact]
    public void Merge_WhenTheTaskHasNone_RemovesOursAndKeepsTheRest()
    {
        var change = Merge(Data("A=1", Uri + "=/v2/credentials/old"), (Uri, null));

        Assert.Equal(["A=1"], EnvironmentStrings.Decode(change.Data));
        Assert.Equal([Uri], change.Removed);
        Assert.Equal($"removed {Uri}", change.Text);
    }

    /// <summary>An empty value keeps WAS and W3SVC from starting.</summary>
    [Theory]
    [InlineData(Uri + "=/v2/credentials/old\0\0", true)]
    [InlineData("", true)]
    [InlineData("\0", true)]
    [InlineData("\0\0", true)]
    [InlineData(null, false)]
    public void Merge_WhenNothingIsLeft_DeletesTheValue(string? existing, bool isNeeded)
    {
        var change = Merge(existing is null ? null : Encoding.Unicode.GetBytes(existing), (Uri, null));

        Assert.Null(change.Data);
        Assert.Equal(isNeeded, change.IsNeeded);
    }

    /// <summary>Malformed data of other programs is read as far as possible, and written well-formed.</summary>
    [Theory]
    [InlineData("A=1")]
    [InlineData("A=1\0")]
    [InlineData("\0A=1\0\0")]
    [InlineData("A=1\0\0\0\0")]
    public void Merge_WithMalformedData_WritesThemWell(string existing)
    {
        var change = Merge(Encoding.Unicode.GetBytes(existing), (Uri, null));

        Assert.True(change.IsNeeded);
        Assert.Equal("A=1\0\0", Encoding.Unicode.GetString(change.Data!));
        Assert.Equal("written again, because it was malformed", change.Text);
    }

    [Fact]
    public void Merge_WithHalfACharacter_DropsIt() =>
        Assert.Equal("A=1\0\0", Encoding.Unicode.GetString(Merge([.. Data("A=1"), 7], (Uri, null)).Data!));

    [Fact]
    public void Merge_WithOneOfOursTwice_LeavesOne()
    {
        var change = Merge(Data(Uri + "=/1", "A=1", Uri.ToLowerInvariant() + "=/2"), (Uri, "/1"));

        Assert.True(change.IsNeeded);
        Assert.Equal([Uri + "=/1", "A=1"], EnvironmentStrings.Decode(change.Data));
    }

    /// <summary>
    /// For any data and any task, other names stay in their order, our names have the task's values, no value is empty,
    /// and a second merge changes nothing.
    /// </summary>
    [Fact]
    public void Merge_OfAnyData_KeepsOthersAndIsIdempotent()
    {
        var random = new Random(16);
        string[] pieces =
        [
            "A=1", "a=2", "=C:=x", "lonely", "", "\0", Uri + "=/x", "aws_region=eu", "AWS_REGION=", "AWS_REGION", "=",
            "B=\u00e4", "AWS_REGION=us=east",
        ];
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Join(
                random.Next(4) == 0 ? "" : "\0",
                Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)])
            );
            var existing = Encoding.Unicode.GetBytes(text + new string('\0', random.Next(4)));
            existing = random.Next(5) == 0 && existing.Length > 0 ? existing[..^1] : existing;
            var variables = new Dictionary<string, string?>
            {
                [Uri] = random.Next(2) == 0 ? null : "/new",
                ["AWS_REGION"] = random.Next(2) == 0 ? null : "eu-west-1",
            };

            var change = EnvironmentStrings.Merge(existing, variables);

            var before = EnvironmentStrings.Decode(existing);
            var after = EnvironmentStrings.Decode(change.Data);
            Assert.Equal(before.Where(IsOfOthers), after.Where(IsOfOthers));
            Assert.Equal(
                variables
                    .Where(variable => variable.Value is not null)
                    .Select(variable => $"{variable.Key}={variable.Value}")
                    .Order(),
                after.Where(entry => !IsOfOthers(entry)).Order()
            );
            Assert.True(
                change.Data is null
                    || Encoding.Unicode.GetString(change.Data).EndsWith("\0\0", StringComparison.Ordinal)
            );
            Assert.Equal(change.Data is null, after.Count == 0);
            Assert.False(EnvironmentStrings.Merge(change.Data, variables).IsNeeded);
        }

        static bool IsOfOthers(string entry) =>
            !entry.StartsWith(Uri + "=", StringComparison.OrdinalIgnoreCase)
            && !entry.StartsWith("AWS_REGION=", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("A", "1")]
    [InlineData("a", "1")]
    [InlineData("B", "x=y")]
    [InlineData("C", "")]
    [InlineData("lonely", null)]
    [InlineData("AB", null)]
    [InlineData("D", null)]
    public void ValueIn_FindsTheFirstEntryWithTheName(string name, string? value) =>
        Assert.Equal(value, EnvironmentStrings.ValueIn(["=C:=C:\\", "lonely", "A=1", "B=x=y", "a=2", "C="], name));

    private static byte[] Data(params string[] entries) => EnvironmentStrings.Encode([.. entries])!;

    private static EnvironmentChange Merge(byte[]? existing, params (string Name, string? Value)[] variables) =>
        EnvironmentStrings.Merge(
            existing, variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
