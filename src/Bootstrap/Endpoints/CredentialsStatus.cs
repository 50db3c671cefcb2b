namespace Bootstrap.Endpoints;

/// <summary>What the credentials endpoint says, as far as anybody has to act differently.</summary>
internal enum CredentialsStatus
{
    /// <summary>Credentials that are valid.</summary>
    Ready,

    /// <summary>The agent has none yet: 503 CredentialsUninitialized, another 5xx, or 429. It may have them soon.</summary>
    NotYet,

    /// <summary>4xx: the agent does not know the id, or refuses the token. It will not change its mind.</summary>
    Refused,

    /// <summary>An answer, and no credentials in it.</summary>
    Unusable,

    /// <summary>Credentials whose time is over.</summary>
    Expired,

    /// <summary>No connection, or no answer in time.</summary>
    NoAnswer,
}
