namespace Bootstrap.Threading;

/// <summary>
/// Runs work that may hang on a dedicated background thread. The caller can stop waiting for it: it neither delays the
/// end of the process nor crashes it.
/// </summary>
internal static class Background
{
    /// <summary>Starts the work. The thread pool would start several of them with delays.</summary>
    public static Task<T> Start<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// Whether the work ends in time, with a result or an exception, which <c>GetAwaiter().GetResult()</c> then returns
    /// or throws. Task.Wait would throw the exception wrapped in an AggregateException.
    /// </summary>
    public static bool EndsWithin(this Task work, TimeSpan time) => ((IAsyncResult)work).AsyncWaitHandle.WaitOne(time);
}
