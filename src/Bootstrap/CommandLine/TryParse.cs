namespace Bootstrap.CommandLine;

/// <summary>Reads one value; false when the text is not allowed.</summary>
internal delegate bool TryParse<T>(string text, out T value);
