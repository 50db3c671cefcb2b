namespace Bootstrap.Endpoints;

/// <summary>What came of a request: an <see cref="HttpAnswer"/> or an <see cref="HttpFailure"/>.</summary>
internal abstract record HttpOutcome;
