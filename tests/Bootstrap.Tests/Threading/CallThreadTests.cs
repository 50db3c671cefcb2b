using Bootstrap.Threading;

namespace Bootstrap.Tests.Threading;

public class CallThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CallThread _thread = new("calls");

    [Fact]
    public void Start_MakesAllCallsOnOneOtherThread()
    {
        var threads = new List<int>();
        for (var call = 0; call < 3; call++)
        {
            _thread.Start(() => threads.Add(Environment.CurrentManagedThreadId));
            Assert.True(_thread.EndsWithin(Patience));
        }

        Assert.Single(threads.Distinct());
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);
        _thread.End(last: null);
    }

    [Fact]
    public void EndsWithin_WhenTheCallThrows_ThrowsItsException()
    {
        _thread.Start(() => throw new InvalidOperationException("the call"));
        Assert.Equal(
            "the call", Assert.Throws<InvalidOperationException>(() => _thread.EndsWithin(Patience)).Message);
        _thread.End(last: null);
    }

    /// <summary>The last call releases what the hanging call uses.</summary>
    [Fact]
    public void Abandon_MakesTheLastCallOnceAfterTheHangingOne()
    {
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        var order = new List<string>();
        _thread.Start(() =>
        {
            begun.Set();
            release.Wait();
            order.Add("call");
        });
        Assert.True(begun.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.False(_thread.EndsWithin(TimeSpan.Zero));
        _thread.Abandon(() =>
        {
            order.Add("last");
            ended.Set();
        });

        // Another thread makes the next call, although the first one still hangs.
        _thread.Start(static () => { });
        Assert.True(_thread.EndsWithin(Patience));
        _thread.End(last: null);

        release.Set();
        Assert.True(ended.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(["call", "last"], order);
    }
}
