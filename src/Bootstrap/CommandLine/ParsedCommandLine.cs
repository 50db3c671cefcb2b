namespace Bootstrap.CommandLine;

/// <summary>A parsed command line: an <see cref="Invocation"/> or an <see cref="InformationRequest"/>.</summary>
internal abstract record ParsedCommandLine;
