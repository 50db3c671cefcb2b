namespace Bootstrap.Logging;

/// <content>Messages of <c>--wait-for-credentials</c>.</content>
internal static partial class Messages
{
    /// <summary>The time of <c>--wait-for-credentials</c> is over. The text has the last answer.</summary>
    /// <remarks>The hint says what to check; <c>bootstrap check</c> shows details.</remarks>
    public static Message NoCredentials => SetupFailure(
        "no-credentials",
        "No credentials after {Seconds:l} s: {Detail:l}.");

    /// <summary>
    /// The agent answered NoIdInRequest: the variable contains no credentials id. After any other answer bootstrap
    /// tries again.
    /// </summary>
    /// <remarks>Remove what sets the variable in the image or the task definition: the ECS agent sets it.</remarks>
    public static Message CredentialsRefused => SetupFailure(
        "credentials-refused",
        "The credentials endpoint refuses the request: {Detail:l}.");

    /// <summary>A variable names an endpoint that AWS SDKs cannot use. The text has the reason.</summary>
    /// <remarks>Follow the hint, or remove <c>--wait-for-credentials</c>.</remarks>
    public static Message NoCredentialsToWaitFor => SetupFailure(
        "no-credentials-to-wait-for",
        "There are no credentials to wait for: {Why:l}.");

    /// <summary>
    /// <c>--wait-for-credentials</c> is set, but the task has no role, or bootstrap does not query its credentials
    /// provider. The workload starts.
    /// </summary>
    /// <remarks>Nothing if the workload needs no role; otherwise give the task a role.</remarks>
    public static Message CredentialsNotAwaited => Warning(
        "credentials-not-awaited",
        "there are no credentials to wait for: {Why:l}. {Advice:l}");

    /// <summary>The variables request EKS Pod Identity, and no route to its agent is set up.</summary>
    /// <remarks>
    /// AWS does not offer EKS Pod Identity for Windows pods: use IAM roles for service accounts. If an agent answers at
    /// that address, add the route with <c>--route eks-pod-identity</c>.
    /// </remarks>
    public static Message EksPodIdentityNotRouted => Warning(
        "eks-pod-identity-not-routed",
        "{Variable:l} names {Address:l}, but no route to it is configured: "
            + "AWS does not offer EKS Pod Identity on Windows; --route eks-pod-identity adds the route");

    /// <summary><c>--wait-for-credentials</c>: the endpoint's last answer.</summary>
    /// <remarks>Wait.</remarks>
    public static Message CredentialsAwaited => Information(
        "credentials-awaited",
        "waiting for credentials, at most {Seconds:l} s: {Detail:l}");

    /// <summary>The endpoint returned credentials. The text has the role and the expiry time.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message CredentialsReady => Information(
        "credentials-ready",
        "credentials: {Detail:l}");
}
