namespace Bootstrap.Services;

/// <summary>
/// A variable that services get. It is not a record, whose ToString would show the value, which may be a secret.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value in the task, which is never logged; null when it is not set.</param>
internal sealed class TaskVariable(string name, string? value)
{
    public string Name => name;

    public string? Value => value;
}
