using System.Globalization;
using Bootstrap.Logging;

namespace Bootstrap.Services;

/// <summary>What can go wrong with a service: one line each, with the native code and what to do.</summary>
internal static class ServiceFailures
{
    // winerror.h
    public const int AccessDenied = 5;
    public const int DependentServicesRunning = 1051;
    public const int AlreadyRunning = 1056;
    public const int Disabled = 1058;
    public const int DoesNotExist = 1060;
    public const int CannotAcceptControl = 1061;
    public const int NotActive = 1062;
    public const int ServiceSpecificError = 1066;
    public const int DependencyFailed = 1068;
    public const int NeverStarted = 1077;

    /// <summary>The service does not exist.</summary>
    public static BootstrapException NotFound(string service, int error) => BootstrapException.Network(
        EventNames.ServiceNotFound,
        $"There is no Windows service '{service}' ({Number(error)}).",
        "Is it installed in this image? Give its name, not its display name: sc query lists both.");

    /// <summary>A call failed.</summary>
    /// <param name="what">What it was to do, such as <c>stop</c>.</param>
    /// <param name="service">The service.</param>
    /// <param name="error">The Win32 error.</param>
    /// <param name="text">The error as text.</param>
    public static BootstrapException Call(string what, string service, int error, string text) =>
        error == DoesNotExist
            ? NotFound(service, error)
            : BootstrapException.Network(EventNames.ServiceFailed, $"Could not {what} service {service}: {text}.", HintFor(error));

    /// <summary>The registry value has another type.</summary>
    public static BootstrapException WrongType(string service, uint type) => BootstrapException.Network(
        EventNames.ServiceEnvironmentType,
        string.Create(CultureInfo.InvariantCulture,
            $"The registry value Environment of service {service} is of type {type}, not 7 (REG_MULTI_SZ): it is left as it is."),
        $@"Delete it in the Dockerfile: reg delete HKLM\SYSTEM\CurrentControlSet\Services\{service} /v Environment /f");

    /// <summary>It did not come to a state in time.</summary>
    /// <param name="service">The service.</param>
    /// <param name="done"><c>stopped</c> or <c>started</c>.</param>
    /// <param name="span">How long was waited.</param>
    /// <param name="last">What it said last.</param>
    public static BootstrapException TimedOut(string service, string done, TimeSpan span, ServiceStatus last) =>
        BootstrapException.Network(
            EventNames.ServiceTimedOut,
            string.Create(CultureInfo.InvariantCulture,
                $"Service {service} has not {done} within {span.TotalSeconds:0} s (state {last.State.Name()}, check point {last.CheckPoint})."),
            "Let the image start it later: sc config ... start= demand in the Dockerfile; then there is nothing to restart.");

    /// <summary>It ended while it was being started.</summary>
    public static BootstrapException Ended(string service, ServiceStatus last, string text) => BootstrapException.Network(
        EventNames.ServiceEnded,
        last.ExitCode == ServiceSpecificError
            ? string.Create(CultureInfo.InvariantCulture, $"Service {service} ended at its start with its own error {last.ServiceExitCode}.")
            : $"Service {service} ended at its start: {text}.",
        "Its own log or the System event log says why.");

    /// <summary>A call to the service control manager hangs.</summary>
    public static BootstrapException NoAnswer(string what, string service, TimeSpan bound) => BootstrapException.Network(
        EventNames.ServiceNoAnswer,
        string.Create(CultureInfo.InvariantCulture,
            $"Could not {what} service {service}: the service control manager has not answered within {bound.TotalSeconds:0} s."),
        "Another service may hang in its start: sc query state= all shows which is pending.");

    private static string Number(int error) => string.Create(CultureInfo.InvariantCulture, $"Win32 error {error}");

    private static string? HintFor(int error) => error switch
    {
        AccessDenied => "Only an administrator may change services: put USER ContainerAdministrator into the Dockerfile.",
        Disabled => "It is disabled: sc config ... start= demand in the Dockerfile.",
        DependencyFailed => "A service that it depends on did not start: see the line above, or sc qc.",
        _ => null,
    };
}
