namespace Bootstrap.Endpoints;

/// <summary>The outcome of a credentials request. Each value needs a different action.</summary>
internal enum CredentialsStatus
{
    /// <summary>Valid credentials.</summary>
    Ready,

    /// <summary>Expired credentials.</summary>
    Expired,

    /// <summary>503 CredentialsUninitialized or another 5xx: the agent has no credentials yet.</summary>
    NotReady,

    /// <summary>
    /// 400 InvalidIdInRequest: the agent does not know the id. Transient after a restart of an agent before 1.101.2
    /// (https://github.com/aws/amazon-ecs-agent/pull/4833).
    /// </summary>
    UnknownId,

    /// <summary>400 NoIdInRequest: the variable contains no id. This answer is final.</summary>
    NoId,

    /// <summary>429: a rate limiter.</summary>
    Throttled,

    /// <summary>Another error with a code of the agent, or an error of another provider.</summary>
    Error,

    /// <summary>An answer that does not come from the agent or provider: another program listens there.</summary>
    Foreign,

    /// <summary>Connected, but no answer in time.</summary>
    Silent,

    /// <summary>Connected, but closed without an answer.</summary>
    Closed,

    /// <summary>Connection refused.</summary>
    Refused,

    /// <summary>No connection in time.</summary>
    Unreachable,

    /// <summary>The request could not be sent: the state of the endpoint is not known.</summary>
    NotSent,
}
