using Xunit.v3;

namespace Bootstrap.EndToEnd;

/// <summary>
/// One test of each kind, for the inner loop: <c>./build test --quick</c> runs the units and these. Not the slow ones.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QuickAttribute : Attribute, ITraitAttribute
{
    /// <summary>What <c>--filter-trait Quick=yes</c> looks for.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Quick", "yes")];
}
