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

    /// <summary>
    /// The agent said NoIdInRequest: the variable names no credentials id. Every other answer is tried again.
    /// </summary>
    /// <remarks>Let nothing but the ECS agent set the variable.</remarks>
    public static Message CredentialsRefused => new(
        "credentials-refused",
        LogEventLevel.Error,
        "The credentials endpoint refuses: {Detail:l}.",
        ExitCode.NetworkFailed);

    /// <summary>A variable names an endpoint that no SDK can use; the reason follows.</summary>
    /// <remarks>As the hint says; or take <c>--wait-for-credentials</c> away.</remarks>
    public static Message NoCredentialsToWaitFor => new(
        "no-credentials-to-wait-for",
        LogEventLevel.Error,
        "There are no credentials to wait for: {Why:l}.",
        ExitCode.NetworkFailed);

    /// <summary>
    /// <c>--wait-for-credentials</c> in a task without a role, or with a provider that is not asked: the workload
    /// starts.
    /// </summary>
    /// <remarks>Nothing, if the workload needs no role; else give the task one.</remarks>
    public static Message CredentialsNotAwaited => new(
        "credentials-not-awaited",
        LogEventLevel.Warning,
        "there are no credentials to wait for: {Why:l}. {Advice:l}");

    /// <summary>The variables ask for EKS Pod Identity, and no route leads to its agent.</summary>
    /// <remarks>
    /// AWS does not offer EKS Pod Identity for Windows pods: use IAM roles for service accounts. Where an agent does
    /// answer
    /// there, <c>--route eks-pod-identity</c> adds the route.
    /// </remarks>
    public static Message EksPodIdentityNotRouted => new(
        "eks-pod-identity-not-routed",
        LogEventLevel.Warning,
        "{Variable:l} names {Address:l}, and no route to it was asked for: "
            + "AWS does not offer EKS Pod Identity on Windows; --route eks-pod-identity adds the route");

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
