namespace Bootstrap.Endpoints;

/// <summary>The outcome of a request: an <see cref="HttpAnswer"/> or an <see cref="HttpFailure"/>.</summary>
internal abstract record HttpOutcome
{
    /// <summary>Whether there was a connection: then packets reach the address and come back.</summary>
    public bool IsConnected =>
        this is HttpAnswer
            or HttpFailure { Kind: HttpFailureKind.Silent or HttpFailureKind.Closed or HttpFailureKind.BadAnswer };

    /// <summary>Whether there was any answer, valid or not.</summary>
    public bool IsAnswered => this is HttpAnswer or HttpFailure { Kind: HttpFailureKind.BadAnswer };
}
