using System.Reflection.PortableExecutable;

namespace Bootstrap.Abi;

/// <summary>The import table of an exe.</summary>
internal static class Imports
{
    /// <summary>DLL and function of each import.</summary>
    public static IReadOnlyList<(string Dll, string Function)> Of(string exe)
    {
        using var reader = new PEReader(File.OpenRead(exe));
        var imports = new List<(string, string)>();
        var directory = reader
            .GetSectionData(reader.PEHeaders.PEHeader!.ImportTableDirectory.RelativeVirtualAddress)
            .GetReader();

        // IMAGE_IMPORT_DESCRIPTOR, 20 bytes: OriginalFirstThunk, TimeDateStamp, ForwarderChain, Name, FirstThunk.
        while (true)
        {
            var functions = directory.ReadInt32();
            directory.Offset += 8;
            var name = directory.ReadInt32();
            directory.Offset += 4;
            if (name == 0)
            {
                return imports;
            }

            var dll = Text(name);
            var thunks = reader.GetSectionData(functions).GetReader();
            for (var thunk = thunks.ReadInt64(); thunk != 0; thunk = thunks.ReadInt64())
            {
                // The highest bit means import by number. Otherwise a hint of two bytes precedes the name.
                imports.Add((dll, thunk < 0 ? $"number {thunk & 0xFFFF}" : Text((int)thunk + 2)));
            }
        }

        string Text(int address)
        {
            var text = reader.GetSectionData(address).GetReader();
            return text.ReadUTF8(text.IndexOf(0));
        }
    }
}
