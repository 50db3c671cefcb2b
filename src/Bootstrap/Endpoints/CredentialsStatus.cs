namespace Bootstrap.Endpoints;

/// <summary>What came of asking for credentials, as far as it makes a difference for what to do.</summary>
internal enum CredentialsStatus
{
    /// <summary>Credentials that are valid.</summary>
    Ready,

    /// <summary>Credentials that are no longer valid.</summary>
    Expired,

    /// <summary>503 CredentialsUninitialized or another 5xx: the agent has none yet.</summary>
    NotReady,

    /// <summary>
    /// 400 InvalidIdInRequest: the agent does not know the id. Transient after a restart of an agent before 1.101.2
    /// (https://github.com/aws/amazon-ecs-agent/pull/4833).
    /// </summary>
    UnknownId,

    /// <summary>400 NoIdInRequest: the variable holds no id. The only answer that is final.</summary>
    NoId,

    /// <summary>429: a rate limiter.</summary>
    Throttled,

    /// <summary>Another error with the agent's code, or an error of a provider that is not the agent.</summary>
    Error,

    /// <summary>An answer that is not the agent's (or not a provider's): something else listens there.</summary>
    Foreign,

    /// <summary>Connected, and no answer in time.</summary>
    Silent,

    /// <summary>Connected, and closed without an answer.</summary>
    Closed,

    /// <summary>Connection refused.</summary>
    Refused,

    /// <summary>No connection in time.</summary>
    Unreachable,

    /// <summary>The request could not be sent: this says nothing of the endpoint.</summary>
    NotSent,
}
