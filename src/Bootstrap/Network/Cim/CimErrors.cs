using System.Globalization;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Microsoft.Management.Infrastructure;

namespace Bootstrap.Network.Cim;

/// <summary>Turns MI's failures into lines that name the code and what to do.</summary>
[SupportedOSPlatform("windows")]
internal static class CimErrors
{
    /// <summary>
    /// The Windows error behind a failure, such as "Windows System Error 5" (PowerShell appends the cmdlet's name): MI
    /// itself may say only Failed (1) for it.
    /// </summary>
    private const string WindowsErrorMessageId = "Windows System Error ";

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
            throw new BootstrapException(Messages.CimFailed, [what, Describe(exception)], Hint(exception), exception);
        }
#pragma warning disable CA1031 // Whatever is wrong with MI is a reason to go round it, and no defect of ours.
        catch (Exception exception) when (exception is not (BootstrapException or OperationCanceledException))
        {
            throw new BootstrapException(
                Messages.CimUnusable, [what, exception.GetType().Name, exception.Message], innerException: exception);
        }
#pragma warning restore CA1031
        catch (OperationCanceledException exception)
        {
            // So MMI reports a time-out that the client noticed before the service did.
            throw new BootstrapException(Messages.CimNoAnswer, [what], innerException: exception);
        }
    }

    /// <summary>A method that ran and returned a code other than 0.</summary>
    public static BootstrapException Refused(string what, uint code) =>
        new(Messages.CimRefused, [what, code, code], Hints.ForRoute(code));

    private static string Describe(CimException exception)
    {
        var message = exception.Message.TrimEnd('.', ' ', '\r', '\n');
        var id = string.IsNullOrEmpty(exception.MessageId) ? string.Empty : $", {exception.MessageId}";
        return $"{message} (MI result {(int)exception.NativeErrorCode} {exception.NativeErrorCode}{id}).";
    }

    /// <summary>Whether another way of doing it would be refused as well.</summary>
    public static bool IsRefusal(BootstrapException failure) =>
        failure.InnerException is CimException exception && Hint(exception) == Hints.Administrator;

    private static string? Hint(CimException exception) => exception.NativeErrorCode switch
    {
        NativeErrorCode.AccessDenied => Hints.Administrator,

        // Windows itself refused: WMI is well.
        _ when exception.MessageId?.StartsWith(WindowsErrorMessageId, StringComparison.OrdinalIgnoreCase) == true =>
            uint.TryParse(exception.MessageId.AsSpan(WindowsErrorMessageId.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var error) ? Hints.ForRoute(error) : null,
        NativeErrorCode.InvalidNamespace or NativeErrorCode.InvalidClass =>
            "This image lacks the network classes of root\\StandardCimv2.",
        NativeErrorCode.Failed or NativeErrorCode.ServerIsShuttingDown => Messages.CimNoAnswer.Hint,
        _ => null,
    };
}
