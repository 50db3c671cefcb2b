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

    [Theory]
    [InlineData("cim", 125u, "err Could not unpack")]
    [InlineData("auto", 3u, "inf backend iphelper instead of cim: Could not unpack")]
    public async Task Unpack_WithoutATemporaryFolder_NamesTempOrIsGoneRound(string backend, uint exitCode, string line)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            new RunOptions { Environment = new Dictionary<string, string> { ["TEMP"] = @"Q:\nowhere", ["TMP"] = @"Q:\nowhere" } },
            "--backend", backend, "--", Published.WindowsPath(Published.Workload("exit-code")), "3");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains($"bootstrap: {line} MI's client library to Q:\\nowhere", result.StandardError, StringComparison.Ordinal);
    }

    private static string[] Unpacked(Container container) =>
        Directory.GetFiles(container.ToLinuxPath(@"C:\"), FileName, SearchOption.AllDirectories);
}
