using System.Globalization;

namespace Bootstrap.CommandLine;

/// <summary>
/// Parses exit codes: decimal, negative (as PowerShell and .NET show them), or hexadecimal.
/// </summary>
internal static class ExitCodeText
{
    public const string Allowed =
        "an exit code of 32 bits, decimal or hexadecimal, such as 3, -1073741510 or 0xC000013A";

    public static Parsed<uint>? Parse(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return uint.TryParse(
                text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal)
                ? new Parsed<uint>(hexadecimal)
                : null;
        }

        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return new Parsed<uint>(code);
        }

        return text is ['-', ..]
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative)
                ? new Parsed<uint>(unchecked((uint)negative))
                : null;
    }
}
