using Xunit.v3;

namespace Bootstrap.EndToEnd;

/// <summary>
/// Marks one fast test of each kind, for the inner loop: <c>./build test --quick</c> runs these and the unit tests.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QuickAttribute : Attribute, ITraitAttribute
{
    /// <summary>What <c>--filter-trait Quick=yes</c> looks for.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Quick", "yes")];
}
