using System.Text;

namespace Sandbox.Tests;

/// <summary>Separation of Wine's messages from a program's stderr.</summary>
public class WineMessagesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("ours\n", "ours\n")]
    [InlineData(
        "wine client error:d0: sendmsg: Socket operation on non-socket\n", "",
        "wine client error:d0: sendmsg: Socket operation on non-socket"
    )]
    [InlineData(
        "ours\nwine client error:d0: sendmsg: Socket operation on non-socket\n", "ours\n",
        "wine client error:d0: sendmsg: Socket operation on non-socket"
    )]
    [InlineData(
        "wine client error:12c: ours\r\nwrite: Bad file descriptor\nmore\r\n", "ours\r\nmore\r\n",
        "wine client error:12c: write: Bad file descriptor"
    )]
    [InlineData(
        "wine client error:1: wine client error:2: read: Bad file descriptor\nrecvmsg: Broken pipe\n", "",
        "wine client error:1: read: Bad file descriptor", "wine client error:2: recvmsg: Broken pipe"
    )]
    [InlineData(
        "a\nwine client error:24: partial wakeup read 0\nb\n", "a\nb\n", "wine client error:24: partial wakeup read 0"
    )]
    public void Separate_MessagesAnywhere_RemovesThem(string error, string program, params string[] wine)
    {
        var separated = WineMessages.Separate(Encoding.UTF8.GetBytes(error));

        Assert.Equal(program, Encoding.UTF8.GetString(separated.Program.Span));
        Assert.Equal(wine, separated.Wine);
    }

    /// <summary>A killed process may have written only the first half.</summary>
    [Fact]
    public void Separate_HalfAMessage_RemovesIt()
    {
        var separated = WineMessages.Separate("ours\nwine client error:d0: "u8.ToArray());

        Assert.Equal("ours\n", Encoding.UTF8.GetString(separated.Program.Span));
        Assert.Equal(["wine client error:d0: "], separated.Wine);
    }

    /// <summary>Without Wine's head, a line belongs to the program.</summary>
    [Theory]
    [InlineData("sendmsg: Socket operation on non-socket\n")]
    [InlineData("wine client error: no number\n")]
    [InlineData("\u00ff\u00fe\ufffd é €\n")]
    public void Separate_OutputOfTheProgram_IsKept(string error)
    {
        var bytes = Encoding.UTF8.GetBytes(error);
        var separated = WineMessages.Separate(bytes);

        Assert.Equal(bytes, separated.Program.ToArray());
        Assert.Empty(separated.Wine);
    }
}
