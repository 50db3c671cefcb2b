namespace Bootstrap.Abi;

/// <summary>One statement about the headers.</summary>
/// <param name="Declaration">Our declaration that it comes from.</param>
/// <param name="Kind">The compared property: size, offset, value, signature.</param>
/// <param name="Left">A C++ expression in the headers' terms.</param>
/// <param name="Right">The expected value.</param>
internal sealed record Assertion(string Declaration, string Kind, string Left, string Right)
{
    public string ToCpp() => $"static_assert(({Left}) == ({Right}), \"{Kind} of {Declaration}\");";
}
