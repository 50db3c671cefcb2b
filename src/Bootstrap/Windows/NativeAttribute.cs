namespace Bootstrap.Windows;

/// <summary>
/// The C declaration that corresponds to this one. <c>./build abi</c> generates assertions from all declarations and
/// compiles them with the Windows SDK's headers (CONTRIBUTING.md). The exe does not contain these attributes.
/// </summary>
/// <param name="c">
/// The name of a type; the path of a field, if its name differs; a C expression for a constant or an enum member; the
/// name of a function for a parameter that is a function's address. Null if Windows does not declare it: then
/// <see cref="Reason"/> explains it.
/// </param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Field | AttributeTargets.Parameter)]
internal sealed class NativeAttribute(string? c) : Attribute
{
    public string? C => c;

    /// <summary>The struct declares only the beginning of the C struct, so its size differs.</summary>
    public bool IsBeginning { get; init; }

    /// <summary>Why Windows has no declaration to compare with.</summary>
    public string? Reason { get; init; }
}
