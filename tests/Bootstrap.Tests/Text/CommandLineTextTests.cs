using System.Text;
using Bootstrap.Text;
using CsCheck;

namespace Bootstrap.Tests.Text;

public class CommandLineTextTests
{
    [Theory]
    [InlineData(@"C:\Our Tools\bootstrap.exe -- app", @"""C:\Our Tools\bootstrap.exe"" -- app")]
    [InlineData(@"c:\our tools\BOOTSTRAP -- app", @"""c:\our tools\BOOTSTRAP"" -- app")]
    [InlineData(@"C:\Our Tools\bootstrap.exe", @"""C:\Our Tools\bootstrap.exe""")]
    [InlineData(@"bootstrap -- app", @"bootstrap -- app")]
    [InlineData(@"C:\Our Tools\bootstrap.exes x", @"C:\Our Tools\bootstrap.exes x")]
    public void QuoteProgramName_OfAnUnquotedPathWithASpace_QuotesIt(string line, string expected) =>
        Assert.Equal(expected, CommandLineText.QuoteProgramName(line, @"C:\Our Tools\bootstrap.exe"));

    [Theory]
    [InlineData(null)]
    [InlineData(@"C:\bootstrap.exe")]
    public void QuoteProgramName_WithoutASpaceInThePath_LeavesTheLine(string? path) =>
        Assert.Equal(@"C:\bootstrap.exe -- app", CommandLineText.QuoteProgramName(@"C:\bootstrap.exe -- app", path));

    /// <summary>
    /// The examples of Microsoft's page "Parsing C command-line arguments", and the awkward ones beside them.
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
    public void NextArgument_OnKnownExamples_DecodesAsTheRuntimeDoes(string line, params string[] expected) =>
        Assert.Equal(expected, Arguments(line));

    [Theory]
    [InlineData("bootstrap.exe a", " a")]
    [InlineData("\"C:\\Program Files\\bootstrap.exe\" a", " a")]
    [InlineData("C:\\\"odd name\".exe\ta", "\ta")]
    [InlineData("\"ends\\\" a", " a")]
    [InlineData("alone", "")]
    [InlineData("", "")]
    public void SkipProgramName_KnowsQuotesAndNoBackslashRule(string line, string rest)
    {
        var position = 0;
        CommandLineText.SkipProgramName(line, ref position);
        Assert.Equal(rest, line[position..]);
    }

    [Fact]
    public void NextArgument_AfterStandardQuoting_GivesTheArgumentsBack() =>
        Gen.OneOf(Gen.String[Gen.Char["\"\\ \ta%\ud800"], 0, 12], Gen.String).Array[0, 8].Sample(
            arguments => Arguments(string.Join(' ', arguments.Select(Quote))).SequenceEqual(arguments),
            iter: 20_000);

    [Fact]
    public void NextArgument_OnAnything_EndsAndNeverRunsPastTheLine() =>
        Gen.String[Gen.Char["\"\\ \ta"], 0, 40].Sample(
            line =>
            {
                var position = 0;
                var previous = -1;
                while (CommandLineText.NextArgument(line, ref position) is not null)
                {
                    if (position <= previous || position > line.Length)
                    {
                        return false;
                    }

                    previous = position;
                }

                return position == line.Length;
            },
            iter: 50_000);

    private static List<string> Arguments(string line)
    {
        var arguments = new List<string>();
        var position = 0;
        while (CommandLineText.NextArgument(line, ref position) is { } argument)
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
