using Bootstrap.Network.Cim;

namespace Bootstrap.Tests.Network.Cim;

/// <summary>
/// The order of calls and the life of objects, against a fake mi.dll; the end-to-end tests have the stand-in.
/// </summary>
public sealed class MiSessionTests
{
    [Fact]
    public void AllCalls_OneAfterTheOther_LeaveNothing()
    {
        FakeMi.Reset();
        Work();
        Assert.Equal(0, FakeMi.Live);
        Assert.Empty(FakeMi.Mistakes);
    }

    [Fact]
    public void AnyCall_ThatFails_LeavesNothing()
    {
        FakeMi.Reset();
        Work();
        var calls = FakeMi.Calls;
        Assert.True(calls > 10, $"only {calls} calls");
        for (var call = 1; call <= calls; call++)
        {
            FakeMi.Reset(call);
            Assert.Throws<MiException>(Work);
            Assert.True(FakeMi.Live == 0, $"call {call}: {FakeMi.Live} live objects");
            Assert.True(FakeMi.Mistakes.Count == 0, $"call {call}: {string.Join(", ", FakeMi.Mistakes)}");
        }
    }

    [Fact]
    public void Reader_ThatThrows_LeavesNothingAndPassesItsExceptionOn()
    {
        FakeMi.Reset();
        using (var session = MiSession.Open(FakeMi.Initialize, TimeSpan.FromSeconds(9)))
        {
            Assert.Throws<InvalidOperationException>(() =>
                session.Query("n", "q", _ => throw new InvalidOperationException())
            );
        }

        Assert.Equal(0, FakeMi.Live);
        Assert.Empty(FakeMi.Mistakes);
    }

    [Fact]
    public void ThousandSessions_LeaveNothing()
    {
        FakeMi.Reset();
        for (var session = 0; session < 1000; session++)
        {
            Work();
        }

        Assert.Equal(0, FakeMi.Live);
    }

    [Fact]
    public void Value_OfEachKind_IsReadOrNull()
    {
        FakeMi.Reset();
        using var session = MiSession.Open(FakeMi.Initialize, TimeSpan.FromSeconds(9));
        var seen = new List<object?>();
        session.Query(
            "n", "q",
            row => seen.AddRange([row.Value("Number"), row.Value("Text"), row.Value("Null"), row.Value("Missing")])
        );
        Assert.Equal([5u, "text", null, null, 5u, "text", null, null], seen);
    }

    private static void Work()
    {
        using var session = MiSession.Open(FakeMi.Initialize, TimeSpan.FromSeconds(9));
        session.Query("n", "q", _ => { });
        Assert.Equal(0u, session.Invoke("n", "c", "m", ("a", 1u), ("b", (ushort)2), ("c", "three")));
        var isFirst = true;
        session.Query("n", "q", row =>
        {
            if (isFirst)
            {
                isFirst = false;
                session.Invoke("n", "c", "m");
            }
        });
    }
}
