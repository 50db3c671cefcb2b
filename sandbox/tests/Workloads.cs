namespace Sandbox.Tests;

/// <summary>The small Windows programs of sandbox/native/workloads.</summary>
internal static class Workloads
{
    public static CommandLine ExitCode(string code) => CommandLine.From(File("exit-code"), code);

    public static CommandLine Copy => CommandLine.From(File("copy"));

    public static CommandLine PrintEnvironment => CommandLine.From(File("print-environment"));

    public static CommandLine Sleep(int milliseconds) => CommandLine.From(File("sleep"), $"{milliseconds}");

    public static CommandLine Get(string url, params IEnumerable<string> options) =>
        CommandLine.From(File("http-get"), ["--timeout", "4000", .. options, url]);

    public static string File(string name) => Path.Combine(Repository.NativeOutput, "workloads", name + ".exe");
}
