namespace Sandbox;

/// <summary>CreateProcess would not start the program.</summary>
#pragma warning disable CA1032 // It is only ever made here, with the code that makes it worth having.
public sealed class ProgramNotStartedException(CommandLine command, int error)
#pragma warning restore CA1032
    : SandboxException($"cannot start {command}: Win32 error {error}")
{
    /// <summary>The Win32 error code: 2 not found, 193 no program, ...</summary>
    public int Win32Error { get; } = error;
}
