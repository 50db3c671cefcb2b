using System.Globalization;

namespace Bootstrap.CommandLine;

/// <summary>
/// Parses exit codes: decimal, negative (as PowerShell and .NET show them), or hexadecimal.
/// </summary>
internal static class ExitCodeText
{
    public const string Allowed =
        "an exit code of 32 bits, decimal or hexadecimal, such as 3, -1073741510 or 0xC000013A";

    public static bool TryParse(string text, out uint code)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return uint.TryParse(
                text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code
            );
        }

        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code))
        {
            return true;
        }

        var isNegative =
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed)
            && text[0] == '-';
        code = unchecked((uint)signed);
        return isNegative;
    }
}
