using System.Runtime.Versioning;
using Bootstrap.Logging;

namespace Bootstrap.Network.Cim;

/// <summary>Converts MI's exceptions into failures with the code and what to do.</summary>
[SupportedOSPlatform("windows")]
internal static class CimErrors
{
    /// <summary>
    /// Calls <paramref name="action"/>. A failure names the action, MI's result and the Windows error.
    /// </summary>
    /// <param name="what">The action, as the rest of "could not ...".</param>
    /// <param name="action">The action.</param>
    public static T Guard<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (MiException exception) when (exception.IsTimeout)
        {
            throw new BootstrapException(Messages.CimNoAnswer, [what, Codes(exception)], innerException: exception);
        }
        catch (MiException exception)
        {
            var message = exception.Message.TrimEnd('.', ' ', '\r', '\n');
            throw new BootstrapException(
                Messages.CimFailed, [what, $"{message} ({Codes(exception)})."], Hint(exception), exception
            )
            {
                NativeCode = exception.WindowsError,
            };
        }
#pragma warning disable CA1031 // Any failure of MI's client is a reason for the fallback, not an internal error.
        catch (Exception exception) when (exception is not BootstrapException)
        {
            throw new BootstrapException(
                Messages.CimUnusable, [what, exception.GetType().Name, exception.Message], innerException: exception);
        }
#pragma warning restore CA1031
    }

    /// <summary>The failure of a method that returned an error code.</summary>
    public static BootstrapException Refused(string what, uint code) =>
        new(Messages.CimRefused, [what, code, code], Hints.ForRoute(code)) { NativeCode = code };

    /// <summary>The codes as text, such as "MI result 1 Failed, Windows System Error 5".</summary>
    private static string Codes(MiException exception)
    {
        var cause = exception.Cause.Length == 0 ? string.Empty : $", {exception.Cause}";
        return $"MI result {(int)exception.Result} {exception.Result}{cause}";
    }

    private static string? Hint(MiException exception) => exception.Result switch
    {
        MiResult.AccessDenied => Hints.Administrator,

        // The network stack returned the error, and WMI works.
        _ when exception.WindowsError is { } error => Hints.ForRoute(error),
        MiResult.InvalidNamespace or MiResult.InvalidClass =>
            "This image lacks the network classes of root\\StandardCimv2.",
        MiResult.Failed or MiResult.ServerIsShuttingDown => Messages.CimNoAnswer.Hint,
        _ => null,
    };
}
