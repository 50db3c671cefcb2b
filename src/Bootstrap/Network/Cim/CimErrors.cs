using System.Runtime.Versioning;
using Bootstrap.Logging;

namespace Bootstrap.Network.Cim;

/// <summary>Turns MI's failures into lines that name the code and what to do.</summary>
[SupportedOSPlatform("windows")]
internal static class CimErrors
{
    /// <summary>
    /// Does <paramref name="action"/>; when MI fails, says what was to be done, MI's result and the Windows code.
    /// </summary>
    /// <param name="what">What is done, as the rest of "could not".</param>
    /// <param name="action">Does it.</param>
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
#pragma warning disable CA1031 // Whatever is wrong with MI's client is a reason for the fallback, not an internal error.
        catch (Exception exception) when (exception is not BootstrapException)
        {
            throw new BootstrapException(
                Messages.CimUnusable, [what, exception.GetType().Name, exception.Message], innerException: exception);
        }
#pragma warning restore CA1031
    }

    /// <summary>A method that ran and returned a code other than 0.</summary>
    public static BootstrapException Refused(string what, uint code) =>
        new(Messages.CimRefused, [what, code, code], Hints.ForRoute(code)) { NativeCode = code };

    /// <summary>"MI result 1 Failed, Windows System Error 5".</summary>
    private static string Codes(MiException exception)
    {
        var cause = exception.Cause.Length == 0 ? string.Empty : $", {exception.Cause}";
        return $"MI result {(int)exception.Result} {exception.Result}{cause}";
    }

    private static string? Hint(MiException exception) => exception.Result switch
    {
        MiResult.AccessDenied => Hints.Administrator,

        // Windows itself refused: WMI is well.
        _ when exception.WindowsError is { } error => Hints.ForRoute(error),
        MiResult.InvalidNamespace or MiResult.InvalidClass =>
            "This image lacks the network classes of root\\StandardCimv2.",
        MiResult.Failed or MiResult.ServerIsShuttingDown => Messages.CimNoAnswer.Hint,
        _ => null,
    };
}
