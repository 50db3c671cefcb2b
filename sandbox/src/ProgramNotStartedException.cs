namespace Sandbox;

/// <summary>CreateProcess did not start the program.</summary>
#pragma warning disable CA1032 // Created only in the sandbox, always with a code.
public sealed class ProgramNotStartedException(CommandLine command, int error)
#pragma warning restore CA1032
    : SandboxException($"cannot start {command}: Win32 error {error}")
{
    /// <summary>The Win32 error code: 2 not found, 193 not a program, ...</summary>
    public int Win32Error { get; } = error;
}
