namespace Bootstrap.Diagnosis;

/// <summary>A stretch of the way from the container to its credentials.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="IsOpen">Whether it can be passed; null when nobody knows, because it breaks before.</param>
/// <param name="Break">What is wrong with it, as a phrase; null when nothing is.</param>
internal sealed record Stretch(string From, bool? IsOpen, string? Break);
