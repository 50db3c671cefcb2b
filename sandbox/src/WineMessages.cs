using System.Text;
using System.Text.RegularExpressions;

namespace Sandbox;

/// <summary>
/// Messages that Wine itself writes to a program's stderr. A thread that calls the wineserver while its process ends
/// finds the socket closed and reports it, regardless of <c>WINEDEBUG</c> (server_protocol_perror in Wine's
/// dlls/ntdll/unix/server.c, in Wine 8 and Wine 10): "wine client error:d0: " by one write, "sendmsg: Socket operation
/// on non-socket" by another. A line of the program may come between the two.
/// </summary>
internal static partial class WineMessages
{
    /// <summary>Separates a program's stderr from Wine's messages.</summary>
    /// <param name="error">The bytes of stderr.</param>
    /// <returns>The program's output, and each message of Wine without its line break.</returns>
    public static (ReadOnlyMemory<byte> Program, IReadOnlyList<string> Wine) Separate(ReadOnlyMemory<byte> error)
    {
        // Latin-1 maps each byte to one character and back: a program's output need not be text.
        var text = Encoding.Latin1.GetString(error.Span);
        var heads = Head().Matches(text);
        if (heads.Count == 0)
        {
            return (error, []);
        }

        var messages = new List<string>();
        var rest = Head().Replace(text, "\uFFFF");
        foreach (Match head in heads)
        {
            // Directly after its head, or else the first such line after it.
            var at = rest.IndexOf('\uFFFF', StringComparison.Ordinal);
            rest = rest.Remove(at, 1);
            var tail = Tail().Match(rest, at);
            messages.Add(head.Value + tail.Groups["text"].Value);
            rest = tail.Success ? rest.Remove(tail.Index, tail.Length) : rest;
        }

        return (Encoding.Latin1.GetBytes(rest), messages);
    }

    [GeneratedRegex("wine client error:[0-9a-f]+: ")]
    private static partial Regex Head();

    // The calls by which ntdll.so talks to the wineserver, with the C library's text for errno; or its message without
    // errno.
    [GeneratedRegex(
        "(?<text>(?:write|writev|sendmsg|read|recvmsg|dup|pipe): [A-Z][A-Za-z -]+|partial (?:wakeup )?(?:read|write) -?[0-9]+)\r?\n?"
    )]
    private static partial Regex Tail();
}
