using Bootstrap.Workload;

namespace Bootstrap.Tests.Workload;

public class ProgramLookupTests
{
    [Theory]
    // In the current folder first, then along PATH, in PATH's order.
    [InlineData("app.exe", @"C:\work\app.exe", @"C:\work\app.exe", @"C:\bin\app.exe")]
    [InlineData("app.exe", @"C:\bin\app.exe", @"C:\tools\app.exe", @"C:\bin\app.exe")]
    // Extensions as PATHEXT lists them; within one folder before the next folder.
    [InlineData("app", @"C:\bin\app.exe", @"C:\bin\app.exe", @"C:\bin\app.cmd")]
    [InlineData("app", @"C:\work\app.cmd", @"C:\work\app.cmd", @"C:\bin\app.exe")]
    [InlineData("app.v2", @"C:\bin\app.v2.exe", @"C:\bin\app.v2.exe")]
    [InlineData("app.exe", @"C:\bin\app.exe.cmd", @"C:\bin\app.exe.cmd")]
    [InlineData("app", @"C:\work\app", @"C:\work\app")]
    [InlineData("app", @"C:\work\app.exe", @"C:\work\app", @"C:\work\app.exe")]
    // A file without an extension does not hide a program in a later folder of PATH.
    [InlineData("app", @"C:\tools\app.exe", @"C:\work\app", @"C:\bin\app", @"C:\tools\app.exe")]
    // What CreateProcess cannot start is not found by its extension.
    [InlineData("app", null, @"C:\bin\app.vbs")]
    // After PATH System32, then the Windows folder: CreateProcess finds a program there without PATH.
    [InlineData("cmd", @"C:\Windows\system32\cmd.exe", @"C:\Windows\system32\cmd.exe", @"C:\Windows\cmd.exe")]
    [InlineData("app", @"C:\tools\app.exe", @"C:\Windows\system32\app.exe", @"C:\tools\app.exe")]
    [InlineData("notepad.exe", @"C:\Windows\notepad.exe", @"C:\Windows\notepad.exe")]
    [InlineData(@".\cmd.exe", null, @"C:\Windows\system32\cmd.exe")]
    // PATH is not searched for a path.
    [InlineData(@"sub\app", @"C:\work\sub\app.exe", @"C:\work\sub\app.exe", @"C:\bin\sub\app.exe")]
    [InlineData(@".\app.exe", null, @"C:\bin\app.exe")]
    [InlineData(@"D:\x\app", @"D:\x\app.exe", @"D:\x\app.exe")]
    [InlineData("D:/x/app.exe", @"D:\x\app.exe", @"D:\x\app.exe")]
    [InlineData(@"\x\app.exe", @"C:\x\app.exe", @"C:\x\app.exe")]
    [InlineData(@"\\server\share\app.exe", @"\\server\share\app.exe", @"\\server\share\app.exe")]
    [InlineData(@"C:\Program Files\a.b\app", @"C:\Program Files\a.b\app.exe", @"C:\Program Files\a.b\app.exe")]
    [InlineData("", null, @"C:\work\.exe")]
    [InlineData("nowhere", null)]
    public void Find_AmongTheseFiles_TakesTheExpectedOne(string name, string? expected, params string[] files)
    {
        var lookup = new ProgramLookup(
            @"C:\work", @"C:\bin;""C:\quoted; no"";C:\tools", ".EXE;.CMD;.VBS", @"C:\Windows\system32",
            path => files.Contains(path, StringComparer.OrdinalIgnoreCase),
            _ => false
        );
        Assert.Equal(expected, lookup.Find(name), ignoreCase: true);
    }

    /// <summary>An image whose PATH has lost System32, with an empty entry.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(@"C:\tools;;C:\Program Files\dotnet")]
    public void Find_WithoutSystem32OnPath_FindsCmd(string? path) =>
        Assert.Equal(
            @"C:\Windows\System32\cmd.exe",
            new ProgramLookup(
                @"C:\work", path, pathExtensions: null, @"C:\Windows\System32",
                file => file.Equals(@"C:\Windows\System32\cmd.exe", StringComparison.OrdinalIgnoreCase),
                _ => false
            ).Find("cmd"),
            ignoreCase: true
        );

    [Fact]
    public void Find_WithoutPathAndPathext_StillFindsAnExeInTheCurrentFolder() =>
        Assert.Equal(
            @"C:\app.EXE",
            new ProgramLookup(
                @"C:\",
                path: null, pathExtensions: null, @"C:\Windows\system32",
                path => path == @"C:\app.EXE",
                _ => false
            ).Find("app")
        );
}
