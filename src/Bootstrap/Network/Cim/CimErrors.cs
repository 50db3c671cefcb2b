using System.Runtime.Versioning;
using Microsoft.Management.Infrastructure;

namespace Bootstrap.Network.Cim;

/// <summary>Turns MI's failures into lines that name the code and what to do.</summary>
[SupportedOSPlatform("windows")]
internal static class CimErrors
{
    private const string AdministratorHint =
        "Only an administrator may change routes: put USER ContainerAdministrator into the Dockerfile (Nano Server runs as ContainerUser by default).";

    /// <summary>
    /// The Windows error in PowerShell's id of the failure, such as "Windows System Error 5,New-NetRoute": MI itself
    /// says only Failed (1) for it.
    /// </summary>
    private const string AccessDeniedMessageId = "Windows System Error 5";

    /// <summary>Does <paramref name="action"/>; says what was to be done, and the code, when MI fails.</summary>
    /// <param name="what">What is done, as the rest of "could not".</param>
    /// <param name="action">Does it.</param>
    public static T Guard<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (CimException exception)
        {
            throw BootstrapException.Network(
                $"Could not {what}: {Describe(exception)}", Hint(exception), exception);
        }
        catch (OperationCanceledException exception)
        {
            // So MMI reports a time-out that the client noticed before the service did.
            throw BootstrapException.Network($"Could not {what}: WMI did not answer in time.", ServiceHint, exception);
        }
    }

    /// <summary>A method that ran and returned a code other than 0.</summary>
    public static BootstrapException Refused(string what, uint code) => BootstrapException.Network(
        $"Could not {what}: MSFT_NetRoute.Create returned {code} (0x{code:X8}).", code == 5 ? AdministratorHint : null);

    private const string ServiceHint =
        "Is the WMI service (winmgmt) there and running in this image?";

    private static string Describe(CimException exception)
    {
        var message = exception.Message.TrimEnd('.', ' ', '\r', '\n');
        var id = string.IsNullOrEmpty(exception.MessageId) ? string.Empty : $", {exception.MessageId}";
        return $"{message} (MI result {(int)exception.NativeErrorCode} {exception.NativeErrorCode}{id}).";
    }

    private static string? Hint(CimException exception) => exception.NativeErrorCode switch
    {
        NativeErrorCode.AccessDenied => AdministratorHint,
        _ when exception.MessageId?.StartsWith(AccessDeniedMessageId + ",", StringComparison.OrdinalIgnoreCase) == true
            || string.Equals(exception.MessageId, AccessDeniedMessageId, StringComparison.OrdinalIgnoreCase) => AdministratorHint,
        NativeErrorCode.InvalidNamespace or NativeErrorCode.InvalidClass =>
            "This image lacks the network classes of root\\StandardCimv2.",
        NativeErrorCode.Failed or NativeErrorCode.ServerIsShuttingDown => ServiceHint,
        _ => null,
    };
}
