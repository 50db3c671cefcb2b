namespace Bootstrap.Endpoints;

/// <summary>The state of the credentials endpoint. Contains no secret.</summary>
/// <param name="Status">The state.</param>
/// <param name="Detail">The state as text.</param>
internal sealed record CredentialsState(CredentialsStatus Status, string Detail)
{
    public bool IsReady => Status == CredentialsStatus.Ready;

    /// <summary>
    /// Whether the agent or another provider answered, with credentials or with an error that a later request may not
    /// get: then the way to the endpoint is open.
    /// </summary>
    public bool IsOfItsProvider => Status < CredentialsStatus.Error;

    /// <summary>Whether there was an answer of any kind.</summary>
    public bool IsAnswered => Status < CredentialsStatus.Silent;

    /// <summary>Whether there was a connection: then packets reach the endpoint and come back.</summary>
    public bool IsConnected => Status < CredentialsStatus.Refused;
}
