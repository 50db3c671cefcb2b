namespace Bootstrap.Workload;

/// <summary>
/// The exit codes that Windows gives to a program that it could not load. The program has not run.
/// </summary>
internal static class LoaderFailure
{
    /// <summary>What the code means and what to do; null for other codes.</summary>
    /// <param name="exitCode">
    /// The workload's exit code, an NTSTATUS
    /// (https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55).
    /// </param>
    public static string? Explain(uint exitCode) => exitCode switch
    {
        0xC0000135 =>
            "a DLL that it needs is not in the image (STATUS_DLL_NOT_FOUND); usually the Visual C++ runtime, or a DLL "
            + "that Nano Server does not have",
        0xC0000139 =>
            "a DLL that it needs lacks a function (STATUS_ENTRYPOINT_NOT_FOUND): another version of the DLL is found "
            + "first, or this Windows version is too old",
        0xC000007B =>
            "a DLL that it needs is damaged, or is 32-bit instead of 64-bit or the reverse "
            + "(STATUS_INVALID_IMAGE_FORMAT)",
        _ => null,
    };
}
