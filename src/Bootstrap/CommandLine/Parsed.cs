namespace Bootstrap.CommandLine;

/// <summary>A parsed value. It has its own type because null is an allowed value of some options ("off").</summary>
/// <param name="value">The value.</param>
internal sealed class Parsed<T>(T value)
{
    public T Value => value;
}
