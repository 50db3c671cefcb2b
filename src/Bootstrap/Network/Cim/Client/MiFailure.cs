namespace Bootstrap.Network.Cim;

/// <summary>Results of mi.dll's functions as exceptions.</summary>
internal static unsafe class MiFailure
{
    /// <param name="result">What the call returned.</param>
    /// <param name="message">MI's message, or null.</param>
    /// <param name="details">An error instance (MSFT_WmiError), or null. It stays the caller's.</param>
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

    /// <summary>Of the functions whose error instance the caller has to delete.</summary>
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
