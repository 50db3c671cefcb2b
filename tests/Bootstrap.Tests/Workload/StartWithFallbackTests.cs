using Bootstrap.Workload;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Tests.Workload;

/// <summary>A start in the job, and a second one without it if the job may be the reason of the failure.</summary>
public sealed class StartWithFallbackTests : IDisposable
{
    private readonly SafeProcessHandle _process = new(0, ownsHandle: false);
    private readonly List<bool> _starts = [];

    public void Dispose() => _process.Dispose();

    [Fact]
    public void Run_WhereTheJobIsAllowed_StartsOnceInIt()
    {
        var start = StartWithFallback.Run(null, Start(inJob: 0, without: 0));
        Assert.Equal((_process, null), (start.Result.Process, start.WhyWithoutJob));
        Assert.Equal([true], _starts);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(87)]
    public void Run_WhereTheJobIsRefused_StartsWithoutItAndReportsWhy(int error)
    {
        var start = StartWithFallback.Run(null, Start(error, without: 0));
        Assert.Same(_process, start.Result.Process);
        Assert.StartsWith($"CreateProcess: Win32 error {error}: ", start.WhyWithoutJob, StringComparison.Ordinal);
        Assert.Equal([true, false], _starts);
    }

    /// <summary>
    /// If the start without the job fails as well, the program is the reason, and the first error is reported.
    /// </summary>
    [Fact]
    public void Run_WhereBothAreRefused_ReturnsTheFirstError()
    {
        var start = StartWithFallback.Run(null, Start(5, without: 193));
        Assert.Equal((null, 5, null), (start.Result.Process, start.Result.Error, start.WhyWithoutJob));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(193)]
    [InlineData(206)]
    public void Run_WhereTheProgramIsTheReason_DoesNotStartASecondTime(int error)
    {
        Assert.Equal(error, StartWithFallback.Run(null, Start(error, without: 0)).Result.Error);
        Assert.Equal([true], _starts);
    }

    [Fact]
    public void Run_WithoutAJob_StartsWithoutOneAndReportsWhy()
    {
        var start = StartWithFallback.Run("CreateJobObject: Win32 error 8", Start(0, without: 0));
        Assert.Equal((_process, "CreateJobObject: Win32 error 8"), (start.Result.Process, start.WhyWithoutJob));
        Assert.Equal([false], _starts);
    }

    private Func<bool, StartResult> Start(int inJob, int without) => isInJob =>
    {
        _starts.Add(isInJob);
        var error = isInJob ? inJob : without;
        return new StartResult(error == 0 ? _process : null, 1, "CreateProcess", error);
    };
}
