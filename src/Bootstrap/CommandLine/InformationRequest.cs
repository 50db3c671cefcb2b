namespace Bootstrap.CommandLine;

/// <summary><c>--help</c> or <c>--version</c>.</summary>
/// <param name="Print">Prints the text to stdout and returns the exit code.</param>
internal sealed record InformationRequest(Func<int> Print) : ParsedCommandLine;
