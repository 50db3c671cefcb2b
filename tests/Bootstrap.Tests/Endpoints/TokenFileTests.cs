using System.Diagnostics;
using Bootstrap.Endpoints;

namespace Bootstrap.Tests.Endpoints;

public sealed class TokenFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_OfAFile_IsItsText()
    {
        File.WriteAllText(_path, "token\n");
        Assert.Equal("token\n", TokenFile.Read(_path));
    }

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData((64 * 1024) + 1, false)]
    public void Read_OfALongFile_StopsAt64Thousand(int length, bool isRead)
    {
        File.WriteAllText(_path, new string('x', length));
        Assert.Equal(isRead ? null : "too long", Record.Exception(() => TokenFile.Read(_path))?.Message);
    }

    [Fact]
    public void Read_OfAFileThatIsMissing_ReportsIt() =>
        Assert.Throws<FileNotFoundException>(() => TokenFile.Read("/no-such-file"));

    /// <summary>A pipe without a writer: opening it does not return.</summary>
    [Fact]
    public void Read_OfAFileThatHangs_IsAbandoned()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        var pipe = _path + ".pipe";
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal("not read in time", Assert.Throws<IOException>(() => TokenFile.Read(pipe)).Message);

        // Release the thread that is still blocked on the pipe.
        File.OpenHandle(pipe, FileMode.Open, FileAccess.ReadWrite).Dispose();
        File.Delete(pipe);
    }
}
