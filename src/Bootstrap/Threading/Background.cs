namespace Bootstrap.Threading;

/// <summary>
/// Work that may hang, on a background thread of its own, so that it can be left behind: it neither blocks the end of
/// the process nor, in whatever way it ends, takes the process down.
/// </summary>
internal static class Background
{
    /// <summary>Starts it. Not on the pool, which would start one after the other.</summary>
    public static Task<T> Start<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// Whether it ends in time, with a result or a failure: both come out of <c>GetAwaiter().GetResult()</c>, and
    /// waiting for the handle, not for the task, leaves the failure as it is.
    /// </summary>
    public static bool EndsWithin(this Task work, TimeSpan time) => ((IAsyncResult)work).AsyncWaitHandle.WaitOne(time);
}
