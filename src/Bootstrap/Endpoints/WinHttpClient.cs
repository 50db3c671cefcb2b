using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Threading;
using Bootstrap.Windows;

namespace Bootstrap.Endpoints;

/// <summary>
/// HTTP to link-local endpoints with WinHTTP, without proxy, redirects, cookies and authentication. An answer has at
/// most <see cref="LongestBody"/> bytes.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WinHttpClient
{
    /// <summary>In bytes. Normal answers have one or two thousand.</summary>
    public const int LongestBody = 64 * 1024;

    private readonly HttpRequest _request;
    private readonly TimeSpan _timeout;

    /// <summary>
    /// Set when WinHTTP reports the connection, and after WinHttpSendRequest, which succeeds only when connected
    /// (https://learn.microsoft.com/windows/win32/api/winhttp/nf-winhttp-winhttpsendrequest). Under Wine that call
    /// returns only after the answer, so it does not reveal a silent endpoint. Read by the thread that waits.
    /// </summary>
    private volatile bool _isConnected;

    /// <summary>
    /// WinHTTP reported that the connection was closed without any byte.
    /// </summary>
    private bool _isClosedWithoutBytes;

    private WinHttpClient(HttpRequest request, TimeSpan timeout)
    {
        _request = request;
        _timeout = timeout;
    }

    /// <inheritdoc cref="SendHttp"/>
    /// <remarks>
    /// The time-outs of WinHTTP restart with each step and each part of the body, so a slow endpoint could extend them
    /// without limit. Therefore a dedicated thread runs the exchange, and the caller stops waiting for it in time.
    /// </remarks>
    public static HttpOutcome Send(HttpRequest request, TimeSpan timeout) =>
        Send(request, timeout, static (time, end) => end.WaitOne(time));

    /// <summary>As the other overload, but the wait can be interrupted by an exception.</summary>
    /// <param name="request">The request.</param>
    /// <param name="timeout">The longest wait for the outcome.</param>
    /// <param name="wait">Waits until the time is over or the handle is set. It may throw.</param>
    public static HttpOutcome Send(HttpRequest request, TimeSpan timeout, Action<TimeSpan, WaitHandle> wait)
    {
        var client = new WinHttpClient(request, timeout);
        try
        {
            var exchange = Background.Start(client.Exchange);
            wait(timeout, ((IAsyncResult)exchange).AsyncWaitHandle);
            return exchange.IsCompleted ? exchange.GetAwaiter().GetResult() : client.TimedOut();
        }
        catch (TypeLoadException missing)
        {
            // DllNotFoundException, EntryPointNotFoundException: an image without winhttp.dll, or with an old one.
            return new HttpFailure(
                HttpFailureKind.NotSent,
                $"not sent: WinHTTP cannot be used in this image ({missing.GetType().Name})");
        }
        catch (TaskSchedulerException)
        {
            return new HttpFailure(HttpFailureKind.NotSent, "not sent: there is no memory for another thread");
        }
    }

    private HttpFailure TimedOut()
    {
        var seconds = _timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return _isConnected
            ? new HttpFailure(HttpFailureKind.Silent, $"connected, but no answer within {seconds} s")
            : new HttpFailure(HttpFailureKind.Unreachable, $"no connection within {seconds} s");
    }

    private HttpOutcome Exchange()
    {
        var start = Stopwatch.GetTimestamp();
        using var session = WinHttp.WinHttpOpen("bootstrap", WinHttp.NoProxy, 0, 0, 0);
        using var connection = session.IsInvalid
            ? session
            : WinHttp.WinHttpConnect(session, _request.Uri.Host, (ushort)_request.Uri.Port, 0);
        using var exchange = connection.IsInvalid
            ? connection
            : WinHttp.WinHttpOpenRequest(connection, _request.Method, _request.Uri.PathAndQuery, 0, 0, 0, 0);
        if (exchange.IsInvalid)
        {
            return Failure();
        }

        // Set on the request: Wine supports these options only there.
        var milliseconds = (uint)_timeout.TotalMilliseconds;
        Set(exchange, WinHttp.OptionResolveTimeout, milliseconds);
        Set(exchange, WinHttp.OptionConnectTimeout, milliseconds);
        Set(exchange, WinHttp.OptionSendTimeout, milliseconds);
        Set(exchange, WinHttp.OptionReceiveTimeout, milliseconds);
        Set(exchange, WinHttp.OptionReceiveResponseTimeout, milliseconds);
        Set(exchange, WinHttp.OptionConnectRetries, 1);

        if (!Set(exchange, WinHttp.OptionDisableFeature, WinHttp.DisableCookiesRedirectsAuthenticationKeepAlive)
            || !TryExchange(exchange))
        {
            return Failure();
        }

        uint status, size = sizeof(uint);
        if (!WinHttp.WinHttpQueryHeaders(exchange, WinHttp.QueryStatusCode, 0, &status, &size, 0))
        {
            return Failure();
        }

        return ReadBody(exchange, (int)status, start);
    }

    /// <summary>Sends the request and receives the head of the answer.</summary>
    private bool TryExchange(WinHttp.Handle exchange)
    {
        var self = GCHandle.Alloc(this);
        try
        {
            // If the callback cannot be set, the success of WinHttpSendRequest shows the connection.
            const uint events = WinHttp.CallbackFlagConnectToServer | WinHttp.CallbackFlagReceiveResponse;
            WinHttp.WinHttpSetStatusCallback(exchange, &OnStatus, events, 0);
            var length = _request.Header?.Length ?? 0;
            if (!WinHttp.WinHttpSendRequest(exchange, _request.Header, length, 0, 0, 0, GCHandle.ToIntPtr(self)))
            {
                return false;
            }

            _isConnected = true;
            return WinHttp.WinHttpReceiveResponse(exchange, 0);
        }
        finally
        {
            // The callback runs on this thread, inside the calls. After them nothing uses the handle.
            WinHttp.WinHttpSetStatusCallback(exchange, null, 0, 0);
            self.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static void OnStatus(nint handle, nint context, uint status, void* information, uint length)
    {
        if (context == 0)
        {
            return;
        }

        var client = (WinHttpClient)GCHandle.FromIntPtr(context).Target!;
        switch (status)
        {
            case WinHttp.CallbackStatusConnectedToServer:
                client._isConnected = true;
                break;
            case WinHttp.CallbackStatusResponseReceived when information != null && length == sizeof(uint):
                client._isClosedWithoutBytes = *(uint*)information == 0;
                break;
        }
    }

    private HttpOutcome ReadBody(WinHttp.Handle exchange, int status, long start)
    {
        var body = new byte[LongestBody + 1];
        var length = 0;
        while (true)
        {
            uint read;
            if (!WinHttp.WinHttpQueryDataAvailable(exchange, &read))
            {
                return Failure();
            }

            if (read == 0)
            {
                uint announced, size = sizeof(uint);
                var isAnnounced = WinHttp.WinHttpQueryHeaders(
                    exchange, WinHttp.QueryContentLength, 0, &announced, &size, 0);
                return isAnnounced && announced != length
                    ? new HttpFailure(HttpFailureKind.BadAnswer, "an incomplete answer")
                    : new HttpAnswer(status, body[..length]);
            }

            fixed (byte* rest = &body[length])
            {
                if (!WinHttp.WinHttpReadData(exchange, rest, Math.Min(read, (uint)(body.Length - length)), &read))
                {
                    return Failure();
                }
            }

            length += (int)read;
            if (length > LongestBody)
            {
                return new HttpFailure(HttpFailureKind.BadAnswer, $"an answer of more than {LongestBody / 1024} KB");
            }

            if (Stopwatch.GetElapsedTime(start) > _timeout)
            {
                return TimedOut();
            }
        }
    }

    /// <summary>Sets an option. Time-outs are optional here: the caller limits the time anyway.</summary>
    private static bool Set(WinHttp.Handle request, uint option, uint value) =>
        WinHttp.WinHttpSetOption(request, option, &value, sizeof(uint));

    private HttpFailure Failure()
    {
        const int socketTimedOut = 10060; // WSAETIMEDOUT
        const int socketAborted = 10053; // WSAECONNABORTED
        const int socketReset = 10054; // WSAECONNRESET
        var error = Marshal.GetLastPInvokeError();
        return (_isConnected, error) switch
        {
            (_, WinHttp.ErrorTimeout or socketTimedOut) => TimedOut(),
            (false, WinHttp.ErrorCannotConnect) => Of(HttpFailureKind.Refused, "connection refused, or no route"),

            // An error between connecting and sending means that the other side has closed the connection. For a reset
            // Wine returns the codes of Winsock. For a close without an answer it returns INVALID_SERVER_RESPONSE.
            (_, WinHttp.ErrorConnection or socketAborted or socketReset) => Closed(),
            (_, WinHttp.ErrorInvalidServerResponse) when _isClosedWithoutBytes => Closed(),
            (_, WinHttp.ErrorInvalidServerResponse) => Of(HttpFailureKind.BadAnswer, "an answer that is not HTTP"),
            (false, _) => Of(HttpFailureKind.NotSent, "the request could not be sent"),
            _ => Of(HttpFailureKind.BadAnswer, "no usable answer"),
        };

        HttpFailure Closed() => Of(HttpFailureKind.Closed, "the connection was closed before an answer came");

        HttpFailure Of(HttpFailureKind kind, string what) => new(kind, $"{what} (WinHTTP error {error})");
    }
}
