namespace Bootstrap.Workload;

/// <summary>A start in the job, and one without it where the job may be why Windows refused.</summary>
/// <param name="Result">The start that counts.</param>
/// <param name="WhyWithoutJob">Why the process was started without the job, with the Win32 error; null when it is in
/// the job.</param>
internal sealed record StartWithFallback(StartResult Result, string? WhyWithoutJob)
{
    /// <summary>Starts the process.</summary>
    /// <param name="jobProblem">Why there is no job, or null.</param>
    /// <param name="start">Starts it, in the job or without.</param>
    /// <returns>The process, or the first refusal: one that comes without the job as well was not the job's.</returns>
    public static StartWithFallback Run(string? jobProblem, Func<bool, StartResult> start)
    {
        if (jobProblem is not null)
        {
            return new StartWithFallback(start(false), jobProblem);
        }

        var inJob = start(true);
        if (inJob.Process is not null || !StartFailure.MayBeOfTheJob(inJob.Error))
        {
            return new StartWithFallback(inJob, null);
        }

        var without = start(false);
        return without.Process is null
            ? new StartWithFallback(inJob, null)
            : new StartWithFallback(without, $"{inJob.Call}: {Windows.Win32Error.Describe(inJob.Error)}");
    }
}
