namespace Bootstrap.Services;

/// <summary>A variable that services get.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value in the task, which may open something and is never logged; null when it is not set.</param>
internal sealed record TaskVariable(string Name, string? Value);
