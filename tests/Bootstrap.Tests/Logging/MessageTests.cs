using System.Net;
using Bootstrap.Logging;
using Serilog.Events;

namespace Bootstrap.Tests.Logging;

public class MessageTests
{
    [Theory]
    [InlineData("no values", "no values")]
    [InlineData("{A:l} and {B}", "x and 5")]
    [InlineData("{A} {B:X4} {{C}}", "x 0005 {C}")]
    [InlineData("{A} {B} {C:0.#}", "x 5 {C:0.#}")]
    public void Text_WithValues_PutsThemInTheirOrder(string template, string expected) =>
        Assert.Equal(expected, new Message("a", LogEventLevel.Error, template).Text("x", 5));

    /// <summary>A value is plain text: braces, quotes and alignments in it are not interpreted.</summary>
    [Fact]
    public void Text_WithAValueThatLooksLikeATemplate_LeavesItAsItIs() =>
        Assert.Equal(@"'{B} {0} {{x}} ""' 10.0.0.1", new Message("a", LogEventLevel.Error, "'{A:l}' {B:l}").Text(
            @"{B} {0} {{x}} """, IPAddress.Parse("10.0.0.1")));
}
