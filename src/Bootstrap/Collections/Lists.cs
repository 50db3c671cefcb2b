namespace Bootstrap.Collections;

/// <summary>
/// The LINQ methods that bootstrap uses, but each returns a list. With NativeAOT, LINQ's iterators are compiled for
/// each element type, which was 5 % of the exe.
/// </summary>
internal static class Lists
{
    public static bool Any<T>(this IEnumerable<T> items, Func<T, bool> condition)
    {
        foreach (var item in items)
        {
            if (condition(item))
            {
                return true;
            }
        }

        return false;
    }

    public static bool All<T>(this IEnumerable<T> items, Func<T, bool> condition)
    {
        foreach (var item in items)
        {
            if (!condition(item))
            {
                return false;
            }
        }

        return true;
    }

    public static bool Contains<T>(this IEnumerable<T> items, T wanted)
        where T : notnull
    {
        foreach (var item in items)
        {
            if (item.Equals(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first item that meets the condition, or null.</summary>
    public static T? FirstOrDefault<T>(this IEnumerable<T> items, Func<T, bool> condition)
        where T : class
    {
        foreach (var item in items)
        {
            if (condition(item))
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>The first item that meets the condition.</summary>
    /// <exception cref="InvalidOperationException">None does.</exception>
    public static T First<T>(this IEnumerable<T> items, Func<T, bool> condition)
        where T : class =>
        items.FirstOrDefault(condition) ?? throw new InvalidOperationException("no item meets the condition");

    public static List<T> Where<T>(this IEnumerable<T> items, Func<T, bool> condition)
    {
        var met = new List<T>();
        foreach (var item in items)
        {
            if (condition(item))
            {
                met.Add(item);
            }
        }

        return met;
    }

    public static List<TResult> Select<T, TResult>(this IEnumerable<T> items, Func<T, TResult> select)
    {
        var selected = new List<TResult>();
        foreach (var item in items)
        {
            selected.Add(select(item));
        }

        return selected;
    }

    public static List<TResult> SelectMany<T, TResult>(this IEnumerable<T> items, Func<T, IEnumerable<TResult>> select)
    {
        var selected = new List<TResult>();
        foreach (var item in items)
        {
            selected.AddRange(select(item));
        }

        return selected;
    }

    /// <summary>The items that are not in <paramref name="others"/>, without duplicates.</summary>
    public static List<T> Except<T>(this IEnumerable<T> items, IEnumerable<T> others)
    {
        var seen = new HashSet<T>(others);
        return items.Where(seen.Add);
    }

    /// <summary>The items in the order of a key. The sort is not stable.</summary>
    public static List<T> OrderBy<T>(this IEnumerable<T> items, Func<T, uint> key) =>
        items.InOrder((one, other) => key(one).CompareTo(key(other)));

    /// <summary>The items in an order. The sort is not stable.</summary>
    public static List<T> InOrder<T>(this IEnumerable<T> items, Comparison<T> order)
    {
        var ordered = new List<T>(items);
        ordered.Sort(order);
        return ordered;
    }
}
