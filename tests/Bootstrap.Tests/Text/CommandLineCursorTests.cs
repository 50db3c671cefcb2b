using System.Text;
using Bootstrap.Text;
using CsCheck;

namespace Bootstrap.Tests.Text;

public class CommandLineCursorTests
{
    /// <summary>
    /// The examples of Microsoft's page "Parsing C command-line arguments", and similar difficult ones.
    /// </summary>
    [Theory]
    [InlineData("\"a b c\" d e", "a b c", "d", "e")]
    [InlineData("\"ab\\\"c\" \"\\\\\" d", "ab\"c", "\\", "d")]
    [InlineData("a\\\\\\b d\"e f\"g h", "a\\\\\\b", "de fg", "h")]
    [InlineData("a\\\\\\\"b c d", "a\\\"b", "c", "d")]
    [InlineData("a\\\\\\\\\"b c\" d e", "a\\\\b c", "d", "e")]
    [InlineData("a\"b\"\" c d", "ab\" c d")]
    [InlineData("\"\"", "")]
    [InlineData("\"\" \"\"", "", "")]
    [InlineData("\t a \t b\t", "a", "b")]
    [InlineData("\"unclosed quote", "unclosed quote")]
    [InlineData("trailing\\", "trailing\\")]
    [InlineData("\"C:\\folder with space\\\\\"", "C:\\folder with space\\")]
    [InlineData("")]
    [InlineData("   ")]
    public void Next_OnKnownExamples_DecodesLikeTheRuntime(string line, params string[] expected) =>
        Assert.Equal(expected, Arguments(line));

    [Theory]
    [InlineData("bootstrap.exe a", " a")]
    [InlineData("\"C:\\Program Files\\bootstrap.exe\" a", " a")]
    [InlineData("C:\\\"odd name\".exe\ta", "\ta")]
    [InlineData("\"ends\\\" a", " a")]
    [InlineData("alone", "")]
    [InlineData("", "")]
    public void SkipProgramName_WithQuotesAndBackslashes_StopsAfterTheName(string line, string rest)
    {
        var cursor = new CommandLineCursor(line);
        cursor.SkipProgramName();
        Assert.Equal(rest, cursor.Rest);
    }

    [Fact]
    public void Next_AfterStandardQuoting_ReturnsTheArguments() =>
        Gen.OneOf(Gen.String[Gen.Char["\"\\ \ta%\ud800"], 0, 12], Gen.String).Array[0, 8].Sample(
            arguments => Arguments(string.Join(' ', arguments.Select(Quote))).SequenceEqual(arguments),
            iter: 20_000);

    [Fact]
    public void Next_OnAnyText_EndsInsideTheLine() =>
        Gen.String[Gen.Char["\"\\ \ta"], 0, 40].Sample(
            line =>
            {
                var cursor = new CommandLineCursor(line);
                var previous = -1;
                while (cursor.Next() is not null)
                {
                    if (cursor.Position <= previous || cursor.Position > line.Length)
                    {
                        return false;
                    }

                    previous = cursor.Position;
                }

                return cursor.Position == line.Length;
            },
            iter: 50_000);

    private static List<string> Arguments(string line)
    {
        var arguments = new List<string>();
        var cursor = new CommandLineCursor(line);
        while (cursor.Next() is { } argument)
        {
            arguments.Add(argument);
        }

        return arguments;
    }

    /// <summary>The standard quoting, as Docker and containerd do it (syscall.EscapeArg of Go).</summary>
    private static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.AsSpan().IndexOfAny(" \t\"") < 0)
        {
            return argument;
        }

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '"')
            {
                quoted.Append('\\', backslashes + 1);
            }

            quoted.Append(character);
            backslashes = character == '\\' ? backslashes + 1 : 0;
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
