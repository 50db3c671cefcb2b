namespace Bootstrap.Abi;

/// <summary>An import library and the functions that it names.</summary>
internal sealed record Library(string Name, HashSet<string> Functions)
{
    public bool Has(string function) => Functions.Contains(function);
}
