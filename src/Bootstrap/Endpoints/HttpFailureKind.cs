namespace Bootstrap.Endpoints;

/// <summary>Why there is no answer.</summary>
internal enum HttpFailureKind
{
    /// <summary>No connection: refused, or no way to the address.</summary>
    NoConnection,

    /// <summary>Nothing, or not all of it, within the time allowed.</summary>
    TimedOut,

    /// <summary>A connection was made, and what came by it was no HTTP, or too much of it.</summary>
    BadAnswer,
}
