namespace Bootstrap.Network;

/// <summary>The pauses between attempts: 50 ms first, doubled each time, 1 s at most.</summary>
internal sealed class Pause
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private TimeSpan _next = First;

    /// <summary>The next pause, at most <paramref name="left"/>.</summary>
    public TimeSpan Next(TimeSpan left)
    {
        var pause = _next;
        _next = Shorter(_next * 2, Longest);
        return Shorter(pause, left);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
