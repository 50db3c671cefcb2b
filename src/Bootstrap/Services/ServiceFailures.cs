using System.Globalization;
using Bootstrap.Logging;

namespace Bootstrap.Services;

/// <summary>The failures of services, with the native code and what to do.</summary>
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
    public static BootstrapException NotFound(string service, int error) =>
        new(Messages.ServiceNotFound, [service, error]);

    /// <summary>A call failed.</summary>
    /// <param name="what">What the call does, such as <c>stop</c>.</param>
    /// <param name="service">The service.</param>
    /// <param name="error">The Win32 error.</param>
    /// <param name="text">The error as text.</param>
    public static BootstrapException Call(string what, string service, int error, string text) => error == DoesNotExist
        ? NotFound(service, error)
        : new BootstrapException(Messages.ServiceFailed, [what, service, text], HintFor(error));

    /// <summary>The registry value has the wrong type.</summary>
    public static BootstrapException WrongType(string service, uint type) => new(
        Messages.ServiceEnvironmentType,
        [service, type],
        $@"Delete it in the Dockerfile: reg delete HKLM\SYSTEM\CurrentControlSet\Services\{service} /v Environment /f");

    /// <summary>The service did not stop or start in time.</summary>
    /// <param name="service">The service.</param>
    /// <param name="done"><c>stopped</c> or <c>started</c>.</param>
    /// <param name="span">The time waited.</param>
    /// <param name="last">The last status.</param>
    public static BootstrapException TimedOut(string service, string done, TimeSpan span, ServiceStatus last) =>
        new(Messages.ServiceTimedOut, [service, done, span.TotalSeconds, last.State.Name(), last.CheckPoint]);

    /// <summary>The service ended while it was starting.</summary>
    /// <param name="service">The service.</param>
    /// <param name="last">The last status.</param>
    /// <param name="text">The exit code as text.</param>
    public static BootstrapException Ended(string service, ServiceStatus last, string text) => new(
        Messages.ServiceEnded,
        [
            service,
            last.ExitCode == ServiceSpecificError
                ? "service-specific error " + last.ServiceExitCode.ToString(CultureInfo.InvariantCulture)
                : text,
        ]);

    /// <summary>A call to the service control manager hangs.</summary>
    public static BootstrapException NoAnswer(string what, string service, TimeSpan bound) =>
        new(Messages.ServiceNoAnswer, [what, service, bound.TotalSeconds]);

    private static string? HintFor(int error) =>
        error switch
        {
            AccessDenied =>
                "Only an administrator may change services: put USER ContainerAdministrator into the Dockerfile.",
            Disabled => "The service is disabled: run sc config SERVICE start= demand in the Dockerfile.",
            DependencyFailed => "A service that it depends on did not start: see the previous line, or sc qc SERVICE.",
            _ => null,
        };
}
