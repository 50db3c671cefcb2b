namespace Bootstrap.Diagnosis;

/// <summary>How a check ended.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>Worth knowing; the workload can do without.</summary>
    Warn,

    /// <summary>The workload will lack something that it was meant to have.</summary>
    Fail,

    /// <summary>Does not apply here, or could not be looked at because of something that another check tells.</summary>
    Skip,
}
