namespace Sandbox;

/// <summary>
/// The sandbox itself failed, not the program in it. The message is one line: what failed and what to do.
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
