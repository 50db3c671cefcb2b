namespace Bootstrap.Services;

/// <summary>
/// A variable that services get. Not a record: its text would show the value, which may open something.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value in the task, which is never logged; null when it is not set.</param>
internal sealed class TaskVariable(string name, string? value)
{
    public string Name => name;

    public string? Value => value;
}
