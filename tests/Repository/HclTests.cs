namespace Repository.Tests;

/// <summary>The reader itself: what it takes for granted would be overlooked in what it reads.</summary>
public class HclTests
{
    [Theory]
    [InlineData("a = {", "line 1: expected a name")]
    [InlineData("a = [1\nb = 2", "line 2: expected ','")]
    [InlineData("a \"b\" {\n  c = f(1\n}\n", "line 3: expected ')'")]
    [InlineData("a = \"b\n", "line 1: expected the string's end")]
    [InlineData("a = 1 }", "line 1: expected a block or an attribute")]
    public void Hcl_ThatIsBroken_IsRefused(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => Hcl.Parse(text)).Message, StringComparison.Ordinal);
}
