using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>
/// Synchronous calls into winhttp.dll (winhttp.h, https://learn.microsoft.com/windows/win32/api/winhttp/). Every
/// Windows image has this DLL, also Nano Server. It is loaded at the first call.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class WinHttp
{
    // winhttp.h: error codes
    [Native("ERROR_WINHTTP_TIMEOUT")] public const int ErrorTimeout = 12002;
    [Native("ERROR_WINHTTP_CANNOT_CONNECT")] public const int ErrorCannotConnect = 12029;
    [Native("ERROR_WINHTTP_CONNECTION_ERROR")] public const int ErrorConnection = 12030;
    [Native("ERROR_WINHTTP_INVALID_SERVER_RESPONSE")] public const int ErrorInvalidServerResponse = 12152;

    /// <summary>WINHTTP_ACCESS_TYPE_NO_PROXY.</summary>
    [Native("WINHTTP_ACCESS_TYPE_NO_PROXY")] public const uint NoProxy = 1;

    // winhttp.h: options
    [Native("WINHTTP_OPTION_RESOLVE_TIMEOUT")] public const uint OptionResolveTimeout = 2;
    [Native("WINHTTP_OPTION_CONNECT_TIMEOUT")] public const uint OptionConnectTimeout = 3;
    [Native("WINHTTP_OPTION_CONNECT_RETRIES")] public const uint OptionConnectRetries = 4;
    [Native("WINHTTP_OPTION_SEND_TIMEOUT")] public const uint OptionSendTimeout = 5;
    [Native("WINHTTP_OPTION_RECEIVE_TIMEOUT")] public const uint OptionReceiveTimeout = 6;
    [Native("WINHTTP_OPTION_RECEIVE_RESPONSE_TIMEOUT")] public const uint OptionReceiveResponseTimeout = 7;
    [Native("WINHTTP_OPTION_DISABLE_FEATURE")] public const uint OptionDisableFeature = 63;

    /// <summary>WINHTTP_DISABLE_COOKIES, _REDIRECTS, _AUTHENTICATION and _KEEP_ALIVE.</summary>
    [Native(
        "WINHTTP_DISABLE_COOKIES | WINHTTP_DISABLE_REDIRECTS | WINHTTP_DISABLE_AUTHENTICATION "
        + "| WINHTTP_DISABLE_KEEP_ALIVE"
    )]
    public const uint DisableCookiesRedirectsAuthenticationKeepAlive = 0x1 | 0x2 | 0x4 | 0x8;

    /// <summary>WINHTTP_QUERY_STATUS_CODE as a number.</summary>
    [Native("WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER")]
    public const uint QueryStatusCode = 19 | 0x20000000;

    /// <summary>WINHTTP_QUERY_CONTENT_LENGTH as a number.</summary>
    [Native("WINHTTP_QUERY_CONTENT_LENGTH | WINHTTP_QUERY_FLAG_NUMBER")]
    public const uint QueryContentLength = 5 | 0x20000000;

    /// <summary>WINHTTP_CALLBACK_FLAG_CONNECT_TO_SERVER.</summary>
    [Native("WINHTTP_CALLBACK_FLAG_CONNECT_TO_SERVER")] public const uint CallbackFlagConnectToServer = 0x4 | 0x8;

    /// <summary>WINHTTP_CALLBACK_STATUS_CONNECTED_TO_SERVER.</summary>
    [Native("WINHTTP_CALLBACK_STATUS_CONNECTED_TO_SERVER")] public const uint CallbackStatusConnectedToServer = 0x8;

    /// <summary>WINHTTP_CALLBACK_FLAG_RECEIVE_RESPONSE.</summary>
    [Native("WINHTTP_CALLBACK_FLAG_RECEIVE_RESPONSE")] public const uint CallbackFlagReceiveResponse = 0x40 | 0x80;

    /// <summary>WINHTTP_CALLBACK_STATUS_RESPONSE_RECEIVED: its information is the number of bytes, a DWORD.</summary>
    [Native("WINHTTP_CALLBACK_STATUS_RESPONSE_RECEIVED")] public const uint CallbackStatusResponseReceived = 0x80;

    [LibraryImport("winhttp.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial Handle WinHttpOpen(string agent, uint accessType, nint proxy, nint proxyBypass, uint flags);

    [LibraryImport("winhttp.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial Handle WinHttpConnect(Handle session, string server, ushort port, uint reserved);

    [LibraryImport("winhttp.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial Handle WinHttpOpenRequest(
        Handle connection, string verb, string path, nint version, nint referrer, nint acceptTypes, uint flags);

    [LibraryImport("winhttp.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WinHttpSetOption(Handle handle, uint option, uint* value, uint length);

    [LibraryImport("winhttp.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WinHttpSendRequest(
        Handle request, string? headers, int headersLength, nint body, uint bodyLength, uint totalLength, nint context);

    /// <summary>
    /// In a synchronous session the callback runs on the calling thread
    /// (https://learn.microsoft.com/windows/win32/api/winhttp/nf-winhttp-winhttpsetstatuscallback).
    /// </summary>
    /// <remarks>This call does not change the last error.</remarks>
    [LibraryImport("winhttp.dll")]
    public static partial nint WinHttpSetStatusCallback(
        Handle handle,
        delegate* unmanaged[Stdcall]<nint, nint, uint, void*, uint, void> callback,
        uint flags,
        nint reserved);

    [LibraryImport("winhttp.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WinHttpReceiveResponse(Handle request, nint reserved);

    [LibraryImport("winhttp.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WinHttpQueryHeaders(
        Handle request, uint what, nint name, uint* value, uint* length, nint index
    );

    [LibraryImport("winhttp.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WinHttpQueryDataAvailable(Handle request, uint* length);

    [LibraryImport("winhttp.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WinHttpReadData(Handle request, byte* buffer, uint length, uint* read);

    [LibraryImport("winhttp.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WinHttpCloseHandle(nint handle);

    /// <summary>HINTERNET: a session, a connection or a request.</summary>
    internal sealed class Handle : SafeHandleZeroOrMinusOneIsInvalid
    {
        public Handle()
            : base(ownsHandle: true)
        {
        }

        protected override bool ReleaseHandle() => WinHttpCloseHandle(handle);
    }
}
