namespace Bootstrap.Workload;

/// <summary>A start in the job, and another one without it if the job may have caused a failure.</summary>
/// <param name="Result">The result that is used.</param>
/// <param name="WhyWithoutJob">
/// Why the process was started without the job, with the Win32 error; null if it is in the job.
/// </param>
internal readonly record struct StartWithFallback(StartResult Result, string? WhyWithoutJob)
{
    /// <summary>Starts the process.</summary>
    /// <param name="jobProblem">Why there is no job, or null.</param>
    /// <param name="start">Starts it, in the job (true) or without.</param>
    /// <returns>The process, or the first failure: if both starts fail, the job was not the cause.</returns>
    public static StartWithFallback Run(string? jobProblem, Func<bool, StartResult> start)
    {
        if (jobProblem is not null)
        {
            return new StartWithFallback(start(false), jobProblem);
        }

        var inJob = start(true);
        if (inJob.Process is not null || !StartFailure.MayBeCausedByTheJob(inJob.Error))
        {
            return new StartWithFallback(inJob, null);
        }

        var without = start(false);
        return without.Process is null
            ? new StartWithFallback(inJob, null)
            : new StartWithFallback(without, $"{inJob.Call}: {Windows.Win32Error.Describe(inJob.Error)}");
    }
}
