namespace Bootstrap.Endpoints;

/// <summary>What came of a request: an <see cref="HttpAnswer"/> or an <see cref="HttpFailure"/>.</summary>
internal abstract record HttpOutcome
{
    /// <summary>Whether a connection was made: then packets get to the address and back.</summary>
    public bool IsConnected =>
        this is HttpAnswer
            or HttpFailure { Kind: HttpFailureKind.Silent or HttpFailureKind.Closed or HttpFailureKind.BadAnswer };

    /// <summary>Whether something was answered, be it good or bad.</summary>
    public bool IsAnswered => this is HttpAnswer or HttpFailure { Kind: HttpFailureKind.BadAnswer };
}
