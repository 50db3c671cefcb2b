namespace Bootstrap.Endpoints;

/// <summary>The state of the credentials endpoint, and one phrase on it for people. Holds no secret.</summary>
/// <param name="Status">What it says.</param>
/// <param name="Detail">The same for people.</param>
internal sealed record CredentialsState(CredentialsStatus Status, string Detail)
{
    public bool IsReady => Status == CredentialsStatus.Ready;

    /// <summary>Whether an answer came, of any kind.</summary>
    public bool IsAnswered => Status < CredentialsStatus.Silent;

    /// <summary>Whether a connection was made: then the path there and back works.</summary>
    public bool IsConnected => Status < CredentialsStatus.Refused;
}
