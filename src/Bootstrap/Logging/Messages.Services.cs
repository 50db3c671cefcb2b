using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on Windows services: <c>--service-environment</c>.</content>
internal static partial class Messages
{
    /// <summary>A service that was named does not exist.</summary>
    /// <remarks>Correct the name, or install the service in the image.</remarks>
    public static Message ServiceNotFound => new(
        "service-not-found",
        LogEventLevel.Error,
        "There is no Windows service '{Service:l}' (Win32 error {Error}).",
        ExitCode.NetworkFailed,
        "Is it installed in this image? Give its name, not its display name: sc query lists both.");

    /// <summary>A call to the registry or the service control manager failed; its error stands in the line.</summary>
    /// <remarks>5: <c>USER ContainerAdministrator</c>. 1058: the service is disabled.</remarks>
    public static Message ServiceFailed => new(
        "service-failed",
        LogEventLevel.Error,
        "Could not {What:l} service {Service:l}: {Error:l}.",
        ExitCode.NetworkFailed);

    /// <summary>The registry value <c>Environment</c> of the service has another type than Windows expects.</summary>
    /// <remarks>Delete it in the Dockerfile; the hint has the command.</remarks>
    public static Message ServiceEnvironmentType =>
        new(
            "service-environment-type", LogEventLevel.Error,
            "The registry value Environment of service {Service:l} is of type {Type}, not 7 (REG_MULTI_SZ): it is left as it "
                + "is.",
            ExitCode.NetworkFailed
        );

    /// <summary>A service did not stop or start, and showed no progress; at most two minutes.</summary>
    /// <remarks>Set it to manual start in the image: then there is nothing to restart.</remarks>
    public static Message ServiceTimedOut =>
        new(
            "service-timed-out", LogEventLevel.Error,
            "Service {Service:l} has not {Done:l} within {Seconds:0} s (state {State:l}, check point {CheckPoint}).",
            ExitCode.NetworkFailed,
            "Set it to manual start in the Dockerfile (sc config SERVICE start= demand): then there is nothing to restart."
        );

    /// <summary>A service ended while it was being started; its error stands in the line.</summary>
    /// <remarks>Its own log or the System event log says why.</remarks>
    public static Message ServiceEnded => new(
        "service-ended",
        LogEventLevel.Error,
        "Service {Service:l} ended at its start: {Error:l}.",
        ExitCode.NetworkFailed,
        "Its own log or the System event log says why.");

    /// <summary>The service control manager did not return from a call.</summary>
    /// <remarks>Another service may hang in its start: <c>sc query state= all</c> shows which is pending.</remarks>
    public static Message ServiceNoAnswer => new(
        "service-no-answer",
        LogEventLevel.Error,
        "Could not {What:l} service {Service:l}: the service control manager has not answered within {Seconds:0} s.",
        ExitCode.NetworkFailed,
        "Another service may hang in its start: sc query state= all shows which is pending.");

    /// <summary>A running service keeps its old environment: <c>--service-restart no</c>.</summary>
    /// <remarks>Restart the service yourself, or leave that option out.</remarks>
    public static Message ServiceNotRestarted => new(
        "service-not-restarted",
        LogEventLevel.Warning,
        "service {Service:l} runs already and gets its variables at its next start only: {Source:l} no");

    /// <summary>A service was restarted in a process that other services keep alive.</summary>
    /// <remarks>Name those services for <c>--service-environment</c>, too. For IIS: <c>iis</c>.</remarks>
    public static Message ServiceProcessShared => new(
        "service-process-shared",
        LogEventLevel.Warning,
        "service {Service:l} keeps the environment that it had: its process also runs {Others:l}; name them for "
            + "--service-environment, too");

    /// <summary><c>--service-environment</c> in a task without a role, or outside ECS.</summary>
    /// <remarks>Give the task definition a <c>taskRoleArn</c>; outside ECS nothing.</remarks>
    public static Message ServicesWithoutCredentials => new(
        "services-without-credentials",
        LogEventLevel.Warning,
        "no credentials variable is set in this task: {Services:l} get none");

    /// <summary>The service's environment was changed. Names only, no values.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message ServiceEnvironmentChanged => new(
        "service-environment-changed",
        LogEventLevel.Information,
        "service {Service:l}: {Change:l}");

    /// <summary>
    /// The service's environment is the task's already, for example after a restart of the container.
    /// </summary>
    /// <remarks>Nothing.</remarks>
    public static Message ServiceEnvironmentKept => new(
        "service-environment-kept",
        LogEventLevel.Information,
        "service {Service:l}: its environment is right already");

    /// <summary>A service takes longer than a second to stop or to start.</summary>
    /// <remarks>Set it to manual start in the image: then there is nothing to restart.</remarks>
    public static Message ServiceAwaited => new(
        "service-awaited",
        LogEventLevel.Information,
        "waiting for service {Service:l} to {Goal:l}, at most {Seconds:0} s");

    /// <summary>These services ran with another environment and were restarted.</summary>
    /// <remarks>Nothing. With manual start in the image there is nothing to restart.</remarks>
    public static Message ServicesRestarted => new(
        "services-restarted",
        LogEventLevel.Information,
        "restarted {Services:l}");
}
