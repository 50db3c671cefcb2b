namespace Bootstrap.EndToEnd;

/// <summary>The native DLL that is carried in the exe: unpacked when CIM is used, and never anything else in its place.</summary>
public class MiClientLibraryTests
{
    private const string FileName = "microsoft.management.infrastructure.native.unmanaged.dll";

    [Fact]
    public async Task Unpack_OnTheFirstUse_LeavesOneFileThatTheSecondUseTakes()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await container.BootstrapAsync("cmd", "/c", "exit");
        var unpacked = Assert.Single(Unpacked(container));
        var written = File.GetLastWriteTimeUtc(unpacked);

        await container.BootstrapAsync("cmd", "/c", "exit");

        Assert.Equal(unpacked, Assert.Single(Unpacked(container)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(unpacked));
    }

    [Fact]
    public async Task Unpack_WhereSomethingElseHasTheName_LoadsOurOwnFromAnotherFolder()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await container.BootstrapAsync("cmd", "/c", "exit");
        var planted = Assert.Single(Unpacked(container));
        await File.WriteAllTextAsync(planted, "planted", TestContext.Current.CancellationToken);

        var result = await container.BootstrapAsync("cmd", "/c", "exit", "6");

        Assert.Equal(6u, result.ExitCode);
        Assert.Equal("planted", await File.ReadAllTextAsync(planted, TestContext.Current.CancellationToken));
        Assert.Equal(2, Unpacked(container).Length);
    }

    [Fact]
    public async Task Unpack_WhenCimIsNotUsed_DoesNotHappen()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        await container.BootstrapAsync("cmd", "/c", "exit");
        Assert.Empty(Unpacked(container));
    }

    [Fact]
    public async Task Unpack_WithoutATemporaryFolder_Is125AndNamesTemp()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            new RunOptions { Environment = new Dictionary<string, string> { ["TEMP"] = @"Q:\nowhere", ["TMP"] = @"Q:\nowhere" } }, "cmd");
        Assert.Equal(125u, result.ExitCode);
        Assert.Contains("bootstrap: err Could not unpack MI's client library to Q:\\nowhere", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("TEMP must name a folder that may be written to.", result.StandardError, StringComparison.Ordinal);
    }

    private static string[] Unpacked(Container container) =>
        Directory.GetFiles(container.ToLinuxPath(@"C:\"), FileName, SearchOption.AllDirectories);
}
