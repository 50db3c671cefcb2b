using System.Text;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;

namespace Bootstrap.Tests.Endpoints;

public class TaskMetadataTests
{
    [Theory]
    [InlineData("""{"Networks":[{"NetworkMode":"nat"}]}""", "nat")]
    [InlineData("""{"Networks":[{},{"NetworkMode":"awsvpc"}]}""", "awsvpc")]
    [InlineData("""{"Networks":[]}""", null)]
    [InlineData("""{"Networks":{"NetworkMode":"nat"}}""", null)]
    [InlineData("""{"Networks":[7,null,"nat",[]]}""", null)]
    [InlineData("""{"Networks":[{"NetworkMode":"\u001b[31m"}]}""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("""{"Networks":[{"NetworkMode":"nat"}]""", null)]
    public void NetworkMode_OfADocument_IsTheFirstThatIsOne(string document, string? mode) =>
        Assert.Equal(mode, TaskMetadata.NetworkMode(Encoding.UTF8.GetBytes(document)));

    [Fact]
    public void Request_WithBothVersions_IsTheFourth() =>
        Assert.Equal(
            "http://169.254.170.2/v4/x", TaskMetadata
                .Request(
                    new TaskVariables(name =>
                        name == TaskVariables.MetadataUriV4 ? "http://169.254.170.2/v4/x" : "http://169.254.170.2/v3/x"
                    )
                )
                ?.Uri.ToString()
        );

    [Fact]
    public void Request_ToAnotherHost_IsNone() =>
        Assert.Null(TaskMetadata.Request(new TaskVariables(_ => "http://example.com/v4/x")));
}
