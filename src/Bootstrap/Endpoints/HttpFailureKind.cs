namespace Bootstrap.Endpoints;

/// <summary>Why there is no answer.</summary>
internal enum HttpFailureKind
{
    /// <summary>The request did not leave this container: the state of the endpoint is not known.</summary>
    NotSent,

    /// <summary>
    /// No connection in time: the address does not exist, or packets do not reach it or do not come back.
    /// </summary>
    Unreachable,

    /// <summary>
    /// The connection was refused: nothing listens at the address, or Windows has no route to it.
    /// </summary>
    Refused,

    /// <summary>Connected, but no complete answer in time.</summary>
    Silent,

    /// <summary>Connected, but closed or reset without an answer.</summary>
    Closed,

    /// <summary>Connected, but the answer is not HTTP, is too long or is incomplete.</summary>
    BadAnswer,
}
