namespace Bootstrap.Windows;

/// <summary>
/// The C declaration that this one repeats. <c>./build abi</c> generates assertions from all declarations and compiles
/// them with the Windows SDK's headers: CONTRIBUTING.md says how. The compiler leaves these attributes out of the exe.
/// </summary>
/// <param name="c">
/// A type's name; for a field the path of the member, where its name is another one; for a constant or a member of an
/// enum an expression in C; for a parameter that is a function's address, the function. Null: not a declaration of
/// Windows', <see cref="Reason"/> says what it is.
/// </param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Field | AttributeTargets.Parameter)]
internal sealed class NativeAttribute(string? c) : Attribute
{
    public string? C => c;

    /// <summary>A struct that declares the beginning of the C struct alone: its size is another one.</summary>
    public bool IsBeginning { get; init; }

    /// <summary>Why there is nothing to compare with.</summary>
    public string? Reason { get; init; }
}
