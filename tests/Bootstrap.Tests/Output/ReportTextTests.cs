using System.Text.Json;
using Bootstrap.Diagnosis;
using Bootstrap.Output;

namespace Bootstrap.Tests.Output;

public class ReportTextTests
{
    private static readonly Report Broken = new(
        [
            new Check("identity", CheckStatus.Pass, "me"),
            new Check(
                "credentials", CheckStatus.Fail,
                "no answer within 3 s from 169.254.170.2 and some more words that do not fit", Culprit.TaskDefinition,
                "Mend \"it\"."
            ),
        ],
        [
            new PathSegment("container", true, null), new PathSegment("gateway 172.30.0.1", false, "no answer"),
            new PathSegment("host", null, null),
        ],
        "ECS agent"
    );

    [Fact]
    public void ToText_OfAFailure_WrapsAndDrawsTheBreak() => Assert.Equal(
        """
        pass  identity     me
        fail  credentials  no answer within 3 s from 169.254.170.2 and some more words
                           that do not fit
                           Task definition: Mend "it".

          container ---> gateway 172.30.0.1 -X-> host ...> ECS agent
                                             |
                                             no answer

        not healthy; fix first: task definition (credentials)

        """.ReplaceLineEndings("\n"),
        ReportText.ToText(Broken, coloured: false));

    [Fact]
    public void ToText_Coloured_IsTheSameWithoutTheColours() =>
        Assert.Equal(
            ReportText.ToText(Broken, coloured: false),
            System.Text.RegularExpressions.Regex.Replace(
                ReportText.ToText(Broken, coloured: true), "\e\\[[0-9]+m", string.Empty
            )
        );

    [Fact]
    public void ToJson_OfAFailure_IsTheContractsForm()
    {
        using var json = JsonDocument.Parse(ReportText.ToJson(Broken));
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        Assert.False(json.RootElement.GetProperty("healthy").GetBoolean());
        Assert.Equal(
            """{"name":"credentials","status":"fail","detail":"no answer within 3 s from 169.254.170.2 and some more words that do not fit","hint":"Mend \"it\".","culprit":"task-definition"}""",
            string.Concat(
                json.RootElement.GetProperty("checks")[1]
                    .GetRawText()
                    .Split('\n')
                    .Select(line => line.Trim().Replace("\": ", "\":", StringComparison.Ordinal))
            )
        );
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("checks")[0].GetProperty("hint").ValueKind);
    }
}
