using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Threading;
using Bootstrap.Windows;

namespace Bootstrap.Endpoints;

/// <summary>
/// HTTP to link-local endpoints by WinHTTP: no proxy, no redirects, no cookies, no log-on, and no more than
/// <see cref="LongestBody"/> of whatever comes.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class WinHttpClient
{
    /// <summary>Bytes. The answers that are wanted have one or two thousand.</summary>
    public const int LongestBody = 64 * 1024;

    /// <inheritdoc cref="SendHttp"/>
    /// <remarks>
    /// WinHTTP's own time-outs count anew for each step and each piece of the body, so that a slow endpoint could stretch
    /// them without end: the exchange has a thread of its own, and is left behind when its time is over.
    /// </remarks>
    public static HttpOutcome Send(HttpRequest request, TimeSpan timeout)
    {
        var exchange = Background.Start(() => Exchange(request, timeout));
        try
        {
            return exchange.EndsWithin(timeout) ? exchange.GetAwaiter().GetResult() : TimedOut(timeout);
        }
        catch (TypeLoadException missing)
        {
            // DllNotFoundException, EntryPointNotFoundException: an image without winhttp.dll, or with an old one.
            return new HttpFailure(HttpFailureKind.BadAnswer, $"WinHTTP cannot be used in this image ({missing.GetType().Name})");
        }
    }

    private static HttpFailure TimedOut(TimeSpan timeout) =>
        new(HttpFailureKind.TimedOut, string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0.#} s"));

    private static HttpOutcome Exchange(HttpRequest request, TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        using var session = WinHttp.WinHttpOpen("bootstrap", WinHttp.NoProxy, 0, 0, 0);
        using var connection = session.IsInvalid ? session : WinHttp.WinHttpConnect(session, request.Uri.Host, (ushort)request.Uri.Port, 0);
        using var exchange = connection.IsInvalid ? connection : WinHttp.WinHttpOpenRequest(connection, request.Method, request.Uri.PathAndQuery, 0, 0, 0, 0);
        if (exchange.IsInvalid)
        {
            return Failure(timeout);
        }

        // By option on the request: so they count for this exchange alone, and Wine knows them only so.
        var milliseconds = (uint)timeout.TotalMilliseconds;
        Set(exchange, WinHttp.OptionResolveTimeout, milliseconds);
        Set(exchange, WinHttp.OptionConnectTimeout, milliseconds);
        Set(exchange, WinHttp.OptionSendTimeout, milliseconds);
        Set(exchange, WinHttp.OptionReceiveTimeout, milliseconds);
        Set(exchange, WinHttp.OptionReceiveResponseTimeout, milliseconds);
        Set(exchange, WinHttp.OptionConnectRetries, 1);

        uint status, size = sizeof(uint);
        if (!Set(exchange, WinHttp.OptionDisableFeature, WinHttp.DisableCookiesRedirectsAuthenticationKeepAlive)
            || !WinHttp.WinHttpSendRequest(exchange, request.Header, request.Header?.Length ?? 0, 0, 0, 0, 0)
            || !WinHttp.WinHttpReceiveResponse(exchange, 0)
            || !WinHttp.WinHttpQueryHeaders(exchange, WinHttp.QueryStatusCode, 0, &status, &size, 0))
        {
            return Failure(timeout);
        }

        var body = new byte[LongestBody + 1];
        var length = 0;
        while (true)
        {
            uint read;
            if (!WinHttp.WinHttpQueryDataAvailable(exchange, &read))
            {
                return Failure(timeout);
            }

            if (read == 0)
            {
                uint announced;
                size = sizeof(uint);
                return WinHttp.WinHttpQueryHeaders(exchange, WinHttp.QueryContentLength, 0, &announced, &size, 0) && announced != length
                    ? new HttpFailure(HttpFailureKind.BadAnswer, "an answer that was cut short")
                    : new HttpAnswer((int)status, body[..length]);
            }

            fixed (byte* rest = &body[length])
            {
                if (!WinHttp.WinHttpReadData(exchange, rest, Math.Min(read, (uint)(body.Length - length)), &read))
                {
                    return Failure(timeout);
                }
            }

            length += (int)read;
            if (length > LongestBody)
            {
                return new HttpFailure(HttpFailureKind.BadAnswer, $"an answer of more than {LongestBody / 1024} KB");
            }

            if (Stopwatch.GetElapsedTime(start) > timeout)
            {
                return TimedOut(timeout);
            }
        }
    }

    /// <summary>A time-out that is refused costs precision, not correctness: the time is bounded anyway.</summary>
    private static bool Set(WinHttp.Handle request, uint option, uint value) =>
        WinHttp.WinHttpSetOption(request, option, &value, sizeof(uint));

    private static HttpFailure Failure(TimeSpan timeout)
    {
        const int socketTimedOut = 10060; // WSAETIMEDOUT
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            WinHttp.ErrorTimeout or socketTimedOut => TimedOut(timeout),
            WinHttp.ErrorCannotConnect => new HttpFailure(HttpFailureKind.NoConnection, $"connection refused or impossible (WinHTTP error {error})"),
            WinHttp.ErrorConnection => new HttpFailure(HttpFailureKind.BadAnswer, $"the connection was closed before an answer came (WinHTTP error {error})"),
            WinHttp.ErrorInvalidServerResponse => new HttpFailure(HttpFailureKind.BadAnswer, $"an answer that is no HTTP (WinHTTP error {error})"),
            _ => new HttpFailure(HttpFailureKind.BadAnswer, $"no usable answer (WinHTTP error {error})"),
        };
    }
}
