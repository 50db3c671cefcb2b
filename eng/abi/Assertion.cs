namespace Bootstrap.Abi;

/// <summary>One statement about the headers.</summary>
/// <param name="Declaration">The declaration of ours that it comes from.</param>
/// <param name="Kind">What is compared: size, offset, value, signature.</param>
/// <param name="Left">An expression of the headers' terms, in C++.</param>
/// <param name="Right">What it must be.</param>
internal sealed record Assertion(string Declaration, string Kind, string Left, string Right)
{
    public string ToCpp() => $"static_assert(({Left}) == ({Right}), \"{Kind} of {Declaration}\");";
}
