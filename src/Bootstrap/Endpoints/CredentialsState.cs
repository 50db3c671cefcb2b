namespace Bootstrap.Endpoints;

/// <summary>The state of the credentials endpoint, and one phrase on it for people. Holds no secret.</summary>
/// <param name="Status">What it says.</param>
/// <param name="Detail">The same for people.</param>
internal sealed record CredentialsState(CredentialsStatus Status, string Detail);
