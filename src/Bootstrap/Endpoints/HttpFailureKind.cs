namespace Bootstrap.Endpoints;

/// <summary>Why there is no answer: how far the exchange came.</summary>
internal enum HttpFailureKind
{
    /// <summary>The request never left this container: it says nothing of the endpoint.</summary>
    NotSent,

    /// <summary>
    /// No connection within the time allowed: nothing is at the address, or no packet gets there and back.
    /// </summary>
    Unreachable,

    /// <summary>
    /// The connection was refused: the address is there, and nothing listens. (Or Windows knows no route to it.)
    /// </summary>
    Refused,

    /// <summary>Connected, and then nothing, or not all of it, within the time allowed.</summary>
    Silent,

    /// <summary>Connected, and then closed or reset before an answer came.</summary>
    Closed,

    /// <summary>Connected, and what came is not HTTP, too much of it, or cut short.</summary>
    BadAnswer,
}
