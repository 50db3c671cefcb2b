using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on <c>--wait-for-credentials</c>.</content>
internal static partial class Messages
{
    /// <summary><c>--wait-for-credentials</c> is over; what came last follows.</summary>
    /// <remarks>The hint names the side; <c>bootstrap check</c> tells more.</remarks>
    public static Message NoCredentials => new(
        "no-credentials",
        LogEventLevel.Error,
        "No credentials after {Seconds:l} s: {Detail:l}.",
        ExitCode.NetworkFailed);

    /// <summary>The endpoint answered 4xx: the id or the token is not one that it knows.</summary>
    /// <remarks>Let nothing but the ECS agent set the variable.</remarks>
    public static Message CredentialsRefused => new(
        "credentials-refused",
        LogEventLevel.Error,
        "The credentials endpoint refuses: {Detail:l}.",
        ExitCode.NetworkFailed);

    /// <summary>No variable names an endpoint that may be asked; the reason follows.</summary>
    /// <remarks>As the hint says; or take <c>--wait-for-credentials</c> away.</remarks>
    public static Message NoCredentialsToWaitFor => new(
        "no-credentials-to-wait-for",
        LogEventLevel.Error,
        "There are no credentials to wait for: {Why:l}.",
        ExitCode.NetworkFailed);

    /// <summary><c>--wait-for-credentials</c>: what the endpoint said.</summary>
    /// <remarks>Wait.</remarks>
    public static Message CredentialsAwaited => new(
        "credentials-awaited",
        LogEventLevel.Information,
        "waiting for credentials, at most {Seconds:l} s: {Detail:l}");

    /// <summary>The role, and until when its credentials are valid.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message CredentialsReady => new(
        "credentials-ready",
        LogEventLevel.Information,
        "credentials: {Detail:l}");
}
