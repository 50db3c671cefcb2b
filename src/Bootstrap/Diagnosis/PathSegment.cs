namespace Bootstrap.Diagnosis;

/// <summary>A segment of the path from the container to its credentials.</summary>
/// <param name="From">The start of the segment.</param>
/// <param name="IsOpen">Whether packets pass; null if it is not known, because the path is broken before.</param>
/// <param name="Break">What is broken, or null.</param>
internal sealed record PathSegment(string From, bool? IsOpen, string? Break);
