namespace Bootstrap.Abi;

/// <summary>An import library: the functions that it names, each with its DLLs.</summary>
internal sealed record Library(string Name, ILookup<string, string> Functions)
{
    public bool Has(string function) => Functions.Contains(function);

    public bool Has(string dll, string function) =>
        Functions[function].Contains(dll, StringComparer.OrdinalIgnoreCase);
}
