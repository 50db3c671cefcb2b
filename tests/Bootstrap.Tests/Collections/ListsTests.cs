using Bootstrap.Collections;

namespace Bootstrap.Tests.Collections;

/// <summary>Compares our list functions with LINQ's, which they replace.</summary>
public class ListsTests
{
    private static readonly string[] Words = ["pear", "fig", "apple", "fig", "date"];

    [Theory]
    [InlineData('f')]
    [InlineData('z')]
    public void Conditions_GiveWhatLinqGives(char letter)
    {
        Assert.Equal(Enumerable.Any(Words, Begins), Lists.Any(Words, Begins));
        Assert.Equal(Enumerable.All(Words, Begins), Lists.All(Words, Begins));
        Assert.Equal(Enumerable.Where(Words, Begins), Lists.Where(Words, Begins));
        Assert.Equal(Enumerable.FirstOrDefault(Words, Begins), Lists.FirstOrDefault(Words, Begins));

        bool Begins(string word) => word.StartsWith(letter);
    }

    [Fact]
    public void All_OfNothing_IsTrue() => Assert.True(Lists.All<string>([], _ => false));

    [Fact]
    public void First_OfNothing_Throws() =>
        Assert.Throws<InvalidOperationException>(() => Lists.First(Words, word => word.Length == 0));

    [Fact]
    public void Contains_ComparesByValue()
    {
        Assert.True(Lists.Contains(Words, new string("fig".AsSpan())));
        Assert.False(Lists.Contains(Words, "plum"));
    }

    [Fact]
    public void Select_KeepsTheOrder()
    {
        Assert.Equal(Enumerable.Select(Words, word => word.Length), Lists.Select(Words, word => word.Length));
        Assert.Equal(Enumerable.SelectMany(Words, word => word), Lists.SelectMany(Words, word => word));
    }

    [Fact]
    public void Except_GivesEachItemOnce() => Assert.Equal(["fig", "date"], Lists.Except(Words, ["pear", "apple"]));

    [Fact]
    public void Order_IsByTheKeyOrTheComparison()
    {
        Assert.Equal([1u, 2, 3], Lists.OrderBy<uint>([3u, 1, 2], number => number));
        Assert.Equal(["apple", "date", "fig", "fig", "pear"], Lists.InOrder(Words, string.CompareOrdinal));
        Assert.Equal("pear", Words[0]);
    }
}
