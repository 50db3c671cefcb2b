namespace Bootstrap.Logging;

/// <content>Messages of <c>--service-environment</c>.</content>
internal static partial class Messages
{
    /// <summary>A service of <c>--service-environment</c> does not exist.</summary>
    /// <remarks>Correct the name, or install the service in the image.</remarks>
    public static Message ServiceNotFound => SetupFailure(
        "service-not-found",
        "There is no Windows service '{Service:l}' (Win32 error {Error}).",
        "Check that it is installed in this image. Use its name, not its display name: sc query lists both.");

    /// <summary>A call to the registry or the service control manager failed. The text has the error.</summary>
    /// <remarks>5: <c>USER ContainerAdministrator</c>. 1058: the service is disabled.</remarks>
    public static Message ServiceFailed => SetupFailure(
        "service-failed",
        "Could not {What:l} service {Service:l}: {Error:l}.");

    /// <summary>The registry value <c>Environment</c> of the service is not of the type that Windows expects.</summary>
    /// <remarks>Delete the value in the Dockerfile; the hint has the command.</remarks>
    public static Message ServiceEnvironmentType => SetupFailure(
        "service-environment-type",
        "The registry value Environment of service {Service:l} is of type {Type}, not 7 (REG_MULTI_SZ): "
            + "it is not changed.");

    /// <summary>A service did not stop or start and reported no progress, or took more than two minutes.</summary>
    /// <remarks>Set the service to manual start in the image: it then needs no restart.</remarks>
    public static Message ServiceTimedOut => SetupFailure(
        "service-timed-out",
        "Service {Service:l} has not {Done:l} within {Seconds:0} s (state {State:l}, check point {CheckPoint}).",
        "Set it to manual start in the Dockerfile (sc config SERVICE start= demand): it then needs no restart.");

    /// <summary>A service ended while it was starting. The text has the error.</summary>
    /// <remarks>Read the service's log and the System event log.</remarks>
    public static Message ServiceEnded => SetupFailure(
        "service-ended",
        "Service {Service:l} ended while it was starting: {Error:l}.",
        "Read the service's log and the System event log.");

    /// <summary>A call to the service control manager did not return.</summary>
    /// <remarks>Another service may hang while it starts: <c>sc query state= all</c> shows which is pending.</remarks>
    public static Message ServiceNoAnswer => SetupFailure(
        "service-no-answer",
        "Could not {What:l} service {Service:l}: the service control manager has not answered within {Seconds:0} s.",
        "Another service may hang while it starts: sc query state= all shows which is pending.");

    /// <summary>A running service keeps its old environment because of <c>--service-restart no</c>.</summary>
    /// <remarks>Restart the service yourself, or remove that option.</remarks>
    public static Message ServiceNotRestarted => Warning(
        "service-not-restarted",
        "service {Service:l} is running and gets its variables only at its next start ({Source:l} no)");

    /// <summary>A service was restarted, but other services kept its process running.</summary>
    /// <remarks>Add those services to <c>--service-environment</c>. For IIS: <c>iis</c>.</remarks>
    public static Message ServiceProcessShared => Warning(
        "service-process-shared",
        "service {Service:l} keeps its old environment: its process also runs {Others:l}; add them to "
            + "--service-environment");

    /// <summary><c>--service-environment</c> is set in a task without a role, or outside ECS.</summary>
    /// <remarks>Add a <c>taskRoleArn</c> to the task definition. Outside ECS: nothing.</remarks>
    public static Message ServicesWithoutCredentials => Warning(
        "services-without-credentials",
        "no credentials variable is set in this task: these services get no credentials: {Services:l}");

    /// <summary>The service's environment was changed. The text has names, not values.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message ServiceEnvironmentChanged => Information(
        "service-environment-changed",
        "service {Service:l}: {Change:l}");

    /// <summary>The service has the task's variables already, for example after a container restart.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message ServiceEnvironmentKept => Information(
        "service-environment-kept",
        "service {Service:l}: its environment is already correct");

    /// <summary>A service takes longer than a second to stop or to start.</summary>
    /// <remarks>Set the service to manual start in the image: it then needs no restart.</remarks>
    public static Message ServiceAwaited => Information(
        "service-awaited",
        "waiting for service {Service:l} to {Goal:l}, at most {Seconds:0} s");

    /// <summary>These services ran with another environment and were restarted.</summary>
    /// <remarks>Nothing. A service with manual start in the image needs no restart.</remarks>
    public static Message ServicesRestarted => Information(
        "services-restarted",
        "restarted {Services:l}");
}
