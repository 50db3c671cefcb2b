namespace Bootstrap.Network.Cim;

/// <summary>Converts error results of mi.dll into exceptions.</summary>
internal static unsafe class MiFailure
{
    /// <param name="result">The result of the call.</param>
    /// <param name="message">MI's message, or null.</param>
    /// <param name="details">An error instance (MSFT_WmiError), or null. The caller owns it.</param>
    /// <exception cref="MiException"><paramref name="result"/> is not MI_RESULT_OK.</exception>
    public static void ThrowIfFailed(MiResult result, char* message = null, Mi.Instance* details = null)
    {
        if (result == MiResult.Ok)
        {
            return;
        }

        Func<string, object?> detail = details == null ? _ => null : new MiInstance(details).Value;
        throw new MiException(
            result,
            message == null ? detail("Message") as string ?? "MI gave no reason" : new string(message),
            detail("MessageID") as string,
            CimRows.Number(detail("error_Code")));
    }

    /// <summary>For functions whose error instance the caller must delete.</summary>
    /// <exception cref="MiException"><paramref name="result"/> is not MI_RESULT_OK.</exception>
    public static void ThrowIfFailedAndDelete(MiResult result, Mi.Instance* details)
    {
        try
        {
            ThrowIfFailed(result, details: details);
        }
        finally
        {
            if (details != null)
            {
                details->Functions->Delete(details);
            }
        }
    }
}
