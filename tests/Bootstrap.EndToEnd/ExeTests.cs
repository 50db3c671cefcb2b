using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Bootstrap.EndToEnd;

/// <summary>The published file.</summary>
public class ExeTests
{
    /// <summary>
    /// What every start loads: DLLs that are in every process, and the C runtime. All others are loaded by their first
    /// call, see eng/late-dlls and eng/no-com.
    /// </summary>
    private static readonly string[] AtEveryStart = ["KERNEL32.dll", "ntdll.dll", "ucrtbase.dll"];

    [Fact]
    public void Size_IsWithinItsBudget() => Assert.InRange(new FileInfo(Published.Exe).Length, 1, 3_750_000);

    /// <summary>The exe needs no other file. The notices are for people who redistribute it.</summary>
    [Fact]
    [Quick]
    public void Folder_HoldsTheExeAndItsNotices() =>
        Assert.Equal(
            ["THIRD-PARTY-NOTICES.txt", "bootstrap.exe"],
            Directory
                .GetFileSystemEntries(Path.GetDirectoryName(Published.Exe)!)
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>
    /// Contains no part of the package whose licence forbids distribution, and no DLL: one MZ header, one PE header.
    /// </summary>
    [Fact]
    public void Content_HasNoMiAssemblyAndNoOtherDll()
    {
        var content = File.ReadAllBytes(Published.Exe);
        foreach (var name in new[] { "Microsoft.Management.Infrastructure", "microsoft.management.infrastructure" })
        {
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)));
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name)));
        }

        // "This program cannot be run in DOS mode" is in the stub of every PE file, whichever linker made it.
        var stub = "This program cannot be run in DOS mode"u8;
        var first = content.AsSpan().IndexOf(stub);
        Assert.Equal(-1, content.AsSpan(first < 0 ? 0 : first + 1).IndexOf(stub));
    }

    [Fact]
    [Quick]
    public void Imports_AreWhatEveryStartNeeds() =>
        Assert.All(
            Imports(Published.Exe),
            name =>
                Assert.True(
                    name.StartsWith("api-ms-win-crt-", StringComparison.OrdinalIgnoreCase)
                        || AtEveryStart.Contains(name, StringComparer.OrdinalIgnoreCase),
                    name
                )
        );

    /// <summary>
    /// The loader takes imports from System32 only (LOAD_LIBRARY_SEARCH_SYSTEM32), not from the exe's folder:
    /// IMAGE_LOAD_CONFIG_DIRECTORY64.DependentLoadFlags, at 0x4E.
    /// </summary>
    [Fact]
    public void Imports_AreTakenFromSystem32Alone()
    {
        using var stream = File.OpenRead(Published.Exe);
        using var reader = new PEReader(stream);
        Assert.Equal(0x800, LoadConfiguration(reader, 0x4E).ReadUInt16());
    }

    /// <summary>
    /// Control Flow Guard: the header's flag, and a table of the functions that may be called indirectly
    /// (IMAGE_LOAD_CONFIG_DIRECTORY64.GuardCFFunctionCount, at 0x88; GuardFlags, at 0x90: CF_INSTRUMENTED and
    /// CF_FUNCTION_TABLE_PRESENT).
    /// </summary>
    [Fact]
    public void IndirectCalls_AreGuarded()
    {
        using var stream = File.OpenRead(Published.Exe);
        using var reader = new PEReader(stream);
        Assert.True(reader.PEHeaders.PEHeader!.DllCharacteristics.HasFlag((DllCharacteristics)0x4000));
        Assert.InRange(LoadConfiguration(reader, 0x88).ReadInt64(), 1000, long.MaxValue);
        Assert.Equal(0x500u, LoadConfiguration(reader, 0x90).ReadUInt32() & 0x500);
    }

    /// <summary>
    /// Windows does not load an image whose table of guarded functions is not in order: IMAGE_LOAD_CONFIG_DIRECTORY64's
    /// GuardCFFunctionTable, at 0x80, is an address; each entry is an RVA and as many bytes more as bits 28 to 31 of
    /// GuardFlags say (https://learn.microsoft.com/windows/win32/secbp/pe-metadata).
    /// </summary>
    [Fact]
    public void GuardedFunctions_AreInStrictOrderAndInsideTheImage()
    {
        using var stream = File.OpenRead(Published.Exe);
        using var reader = new PEReader(stream);
        var header = reader.PEHeaders.PEHeader!;
        var count = checked((int)LoadConfiguration(reader, 0x88).ReadInt64());
        var stride = sizeof(uint) + (int)(LoadConfiguration(reader, 0x90).ReadUInt32() >> 28);
        var table = reader
            .GetSectionData(checked((int)(LoadConfiguration(reader, 0x80).ReadUInt64() - header.ImageBase)))
            .GetReader();
        var last = 0u;
        for (var entry = 0; entry < count; entry++)
        {
            table.Offset = entry * stride;
            var function = table.ReadUInt32();
            Assert.True(function > last, $"entry {entry} is 0x{function:X}, after 0x{last:X}");
            last = function;
        }

        Assert.InRange(last, 1u, (uint)header.SizeOfImage - 1);
    }

    /// <summary>Intel's CET: the debug directory's entry of type 20, IMAGE_DLLCHARACTERISTICS_EX_CET_COMPAT.</summary>
    /// <summary>A DLL that the run does not need delays the workload, on Windows too.</summary>
    [Theory]
    [InlineData("--mode awsvpc", "")]
    [InlineData("--backend iphelper", "iphlpapi.dll")]
    [InlineData("--backend auto", "iphlpapi.dll mi.dll")]
    public async Task Start_LoadsOnlyTheDllsThatItNeeds(string options, string expected)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            new RunOptions { Environment = new Dictionary<string, string> { ["WINEDEBUG"] = "+loaddll" } },
            [.. options.Split(' '), "--", Published.WindowsPath(Published.Workload("exit-code")), "7"]);
        Assert.True(result.ExitCode == 7, result.ToString());
        string[] late = ["advapi32.dll", "bcrypt.dll", "iphlpapi.dll", "mi.dll", "winhttp.dll"];
        Assert.Contains(@"system32\\kernel32.dll", result.StandardError, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                late.Where(dll => result.StandardError.Contains(
                    $@"\{dll}"" at", StringComparison.OrdinalIgnoreCase))));
    }

    [Fact]
    public void ShadowStack_IsSupported()
    {
        using var stream = File.OpenRead(Published.Exe);
        using var reader = new PEReader(stream);
        var entry = Assert.Single(reader.ReadDebugDirectory(), entry => (int)entry.Type == 20);
        Assert.Equal(1, reader.GetSectionData(entry.DataRelativeVirtualAddress).GetReader().ReadInt32() & 1);
    }

    private static BlobReader LoadConfiguration(PEReader reader, int offset)
    {
        var content = reader
            .GetSectionData(reader.PEHeaders.PEHeader!.LoadConfigTableDirectory.RelativeVirtualAddress)
            .GetReader();
        content.Offset = offset;
        return content;
    }

    /// <summary>
    /// The names in the import directory, by its structure: 20 bytes for each DLL, the name's address at 12.
    /// </summary>
    private static List<string> Imports(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new PEReader(stream);
        var imports = new List<string>();
        var directory = reader.PEHeaders.PEHeader!.ImportTableDirectory;
        var rows = reader.GetSectionData(directory.RelativeVirtualAddress).GetReader();
        while (true)
        {
            rows.Offset = (imports.Count * 20) + 12;
            var name = rows.ReadInt32();
            if (name == 0)
            {
                return imports;
            }

            var text = reader.GetSectionData(name).GetReader();
            var end = text.IndexOf(0);
            imports.Add(text.ReadUTF8(end));
        }
    }
}
