namespace Bootstrap.Diagnosis;

/// <summary>The status of a check.</summary>
internal enum CheckStatus
{
    /// <summary>Correct.</summary>
    Pass,

    /// <summary>A problem that does not prevent the workload from working.</summary>
    Warn,

    /// <summary>The workload lacks something that it needs.</summary>
    Fail,

    /// <summary>The check does not apply here, or is not possible for a reason that another check reports.</summary>
    Skip,
}
