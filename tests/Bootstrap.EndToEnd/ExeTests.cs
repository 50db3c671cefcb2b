using System.Reflection.PortableExecutable;

namespace Bootstrap.EndToEnd;

/// <summary>The published file itself.</summary>
public class ExeTests
{
    /// <summary>
    /// DLLs that every Windows base image has, Nano Server included. user32 and gdi32 must never be among them, nor ole32,
    /// which brings both: with either loaded, a console program is sent no shutdown event. See eng/no-com.
    /// </summary>
    private static readonly string[] InEveryImage =
    [
        "ADVAPI32.dll", "IPHLPAPI.dll", "KERNEL32.dll", "bcrypt.dll", "ntdll.dll", "ucrtbase.dll",
    ];

    [Fact]
    public void Size_IsAtMostFourMegabytes() => Assert.InRange(new FileInfo(Published.Exe).Length, 1, 4_000_000);

    [Fact]
    public void Folder_HoldsNothingElse() =>
        Assert.Equal(["bootstrap.exe"], Directory.GetFileSystemEntries(Path.GetDirectoryName(Published.Exe)!).Select(Path.GetFileName));

    [Fact]
    public void Imports_AreInEveryBaseImage() =>
        Assert.All(Imports(Published.Exe), name => Assert.True(
            name.StartsWith("api-ms-win-", StringComparison.OrdinalIgnoreCase) || InEveryImage.Contains(name, StringComparer.OrdinalIgnoreCase), name));

    /// <summary>
    /// That the loader takes the imports from System32 alone (LOAD_LIBRARY_SEARCH_SYSTEM32), not from the exe's folder:
    /// IMAGE_LOAD_CONFIG_DIRECTORY64.DependentLoadFlags, at 0x4E.
    /// </summary>
    [Fact]
    public void Imports_AreTakenFromSystem32Alone()
    {
        using var stream = File.OpenRead(Published.Exe);
        using var reader = new PEReader(stream);
        var loadConfig = reader.GetSectionData(reader.PEHeaders.PEHeader!.LoadConfigTableDirectory.RelativeVirtualAddress).GetReader();
        loadConfig.Offset = 0x4E;
        Assert.Equal(0x800, loadConfig.ReadUInt16());
    }

    /// <summary>The names of the import directory, by its own structure: 20 bytes a DLL, the name's address at 12.</summary>
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
