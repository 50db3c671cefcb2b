namespace Bootstrap.CommandLine;

/// <summary>Parses one value of an option; null if the text is not allowed.</summary>
internal delegate Parsed<T>? ParseValue<T>(string text);
