namespace Sandbox;

/// <summary>
/// The sandbox itself failed, not the program in it: one line that says what failed and what to do.
/// </summary>
public class SandboxException : Exception
{
    public SandboxException()
    {
    }

    public SandboxException(string message)
        : base(message)
    {
    }

    public SandboxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
