using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Bootstrap.Endpoints;
using Bootstrap.Network.IpHelper;
using Bootstrap.Windows;

namespace Bootstrap.WindowsTests;

/// <summary>
/// The Windows error codes for faulty endpoints and neighbours, which <c>check</c> and <c>--wait-for-credentials</c>
/// evaluate. Wine has its own WinHTTP and SendARP.
/// </summary>
public sealed class EndpointTests(ExpendableAdapter adapter) : IClassFixture<ExpendableAdapter>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Windows retries a refused connection, so the time limit is long.</summary>
    [WindowsFact]
    public void WinHttp_WhenTheConnectionIsRefused_Is12029()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal(
            new HttpFailure(HttpFailureKind.Refused, "connection refused, or no route (WinHTTP error 12029)"),
            WinHttpClient.Send(Request(port), Patience));
    }

    /// <summary>
    /// The server accepts the connection and never answers. WinHTTP's receive timeout ends the call with this code.
    /// </summary>
    [WindowsFact]
    public async Task WinHttp_WhenNothingIsAnswered_Is12002()
    {
        await using var server = new Server((_, end) => Task.Delay(Timeout.Infinite, end));
        using var session = WinHttp.WinHttpOpen("bootstrap-checks", WinHttp.NoProxy, 0, 0, 0);
        using var connection = WinHttp.WinHttpConnect(session, "127.0.0.1", (ushort)server.Port, 0);
        using var request = WinHttp.WinHttpOpenRequest(connection, "GET", "/", 0, 0, 0, 0);
        Assert.True(SetReceiveTimeout(request, 1000));
        Assert.True(WinHttp.WinHttpSendRequest(request, null, 0, 0, 0, 0, 0));
        Assert.False(WinHttp.WinHttpReceiveResponse(request, 0));
        Assert.Equal(WinHttp.ErrorTimeout, Marshal.GetLastPInvokeError());
    }

    [WindowsFact]
    public async Task WinHttp_WhenNothingIsAnswered_IsConnectedAndAbandonedInTime()
    {
        await using var server = new Server((_, end) => Task.Delay(Timeout.Infinite, end));
        var start = Stopwatch.StartNew();
        Assert.Equal(
            new HttpFailure(HttpFailureKind.Silent, "connected, but no answer within 2 s"),
            WinHttpClient.Send(Request(server.Port), TimeSpan.FromSeconds(2))
        );
        Assert.InRange(start.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
    }

    [WindowsFact]
    public async Task WinHttp_WhenTheConnectionIsReset_Is12030()
    {
        await using var server = new Server(async (client, end) =>
        {
            await ReadRequestAsync(client, end);
            client.LingerState = new LingerOption(enable: true, seconds: 0); // Closing sends RST.
        });
        Assert.Equal(
            new HttpFailure(
                HttpFailureKind.Closed, "the connection was closed before an answer came (WinHTTP error 12030)"
            ),
            WinHttpClient.Send(Request(server.Port), Patience)
        );
    }

    /// <summary>
    /// A port proxy does this when nothing listens on its target port. Which error Windows reports is not known yet.
    /// </summary>
    [WindowsFact]
    public async Task WinHttp_WhenTheConnectionIsClosedAtOnce_IsClosed()
    {
        await using var server = new Server((_, _) => Task.CompletedTask);
        Assert.Equal(
            HttpFailureKind.Closed, Assert.IsType<HttpFailure>(WinHttpClient.Send(Request(server.Port), Patience)).Kind
        );
    }

    [WindowsFact]
    public async Task WinHttp_WhenTheAnswerIsNoHttp_Is12152()
    {
        await using var server = Answering("this is not HTTP\r\n\r\n");
        Assert.Equal(
            new HttpFailure(HttpFailureKind.BadAnswer, "an answer that is not HTTP (WinHTTP error 12152)"),
            WinHttpClient.Send(Request(server.Port), Patience));
    }

    [WindowsFact]
    public async Task WinHttp_OfARedirect_IsTheAnswerAndIsNotFollowed()
    {
        await using var server = Answering(
            "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        Assert.Equal(302, Assert.IsType<HttpAnswer>(WinHttpClient.Send(Request(server.Port), Patience)).Status);
        Assert.Equal(1, server.Connections);
    }

    [WindowsFact]
    public async Task WinHttp_OfAWholeBody_IsTheBody()
    {
        await using var server = Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
        Assert.Equal(
            "hello",
            Encoding.ASCII.GetString(Assert.IsType<HttpAnswer>(WinHttpClient.Send(Request(server.Port), Patience)).Body)
        );
    }

    /// <summary>The message depends on where WinHTTP detects the error, so only the kind is compared.</summary>
    [WindowsFact]
    public async Task WinHttp_OfABodyThatIsCutShort_IsABadAnswer()
    {
        await using var server = Answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\nhello");
        Assert.Equal(
            HttpFailureKind.BadAnswer,
            Assert.IsType<HttpFailure>(WinHttpClient.Send(Request(server.Port), Patience)).Kind
        );
    }

    /// <summary>The machine's gateway answers ARP, as a container's gateway does.</summary>
    [WindowsFact]
    public void SendArp_ToTheDefaultGateway_ReturnsZero()
    {
        using var network = new IpHelperNetwork();
        var gateway = Network
            .Route.InOrder(
                network.LookAtRoutes().Where(route => route.Destination.PrefixLength == 0 && !route.IsOnLink)
            )
            .First()
            .NextHop;
        Assert.Equal(0u, Neighbours.Ask(gateway));
    }

    /// <summary>
    /// SendARP returns ERROR_BAD_NET_NAME, as documented, within a bounded time. <c>check</c> waits 1.5 s for it.
    /// </summary>
    [WindowsFact(Need.ExpendableAdapter)]
    public void SendArp_ToAnUnusedAddress_Returns67()
    {
        var start = Stopwatch.StartNew();
        Assert.Equal(67u, Neighbours.Ask(adapter.NextHop));
        Assert.InRange(start.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    /// <summary>
    /// The check "identity" relies on this: deleting a route that cannot exist returns ERROR_NOT_FOUND to a user with
    /// the right to change routes. ContainerCheckTests covers a user without the right.
    /// </summary>
    [WindowsFact(Need.ExpendableAdapter)]
    public async Task DeleteIpForwardEntry2_WhenTheRouteIsMissing_Returns1168ForAnAdministrator()
    {
        var probe = await Programs.RunAsync(
            Programs.Workload, string.Create(CultureInfo.InvariantCulture, $"delete-no-route {adapter.Index}")
        );
        Assert.True(probe is { ExitCode: 0, Output: "1168\r\n" }, probe.ToString());
        Assert.True(IpHelperNetwork.MayChangeRoutes(adapter.Index));
    }

    [WindowsFact]
    public void UserName_ByGetUserName_EqualsDotNets() =>
        Assert.Equal(Environment.UserName, AdvApi32.UserName);

    private static HttpRequest Request(int port) => new("GET", new Uri($"http://127.0.0.1:{port}/"));

    private static unsafe bool SetReceiveTimeout(WinHttp.Handle request, uint milliseconds) =>
        WinHttp.WinHttpSetOption(request, WinHttp.OptionReceiveTimeout, &milliseconds, sizeof(uint))
        && WinHttp.WinHttpSetOption(request, WinHttp.OptionReceiveResponseTimeout, &milliseconds, sizeof(uint));

    private static Server Answering(string answer) => new(async (client, end) =>
    {
        await ReadRequestAsync(client, end);
        await client.SendAsync(Encoding.ASCII.GetBytes(answer), end);
        client.Shutdown(SocketShutdown.Send);
    });

    /// <summary>Reads up to the empty line: closing a socket with unread data sends RST.</summary>
    private static async Task ReadRequestAsync(Socket client, CancellationToken end)
    {
        var seen = new StringBuilder();
        var buffer = new byte[4096];
        while (
            !seen.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)
            && await client.ReceiveAsync(buffer, end) is > 0 and var length
        )
        {
            seen.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
    }

    /// <summary>A server on this machine that handles each connection the same way, one at a time.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly Task _serving;

        public Server(Func<Socket, CancellationToken, Task> serve)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _serving = Task.Run(async () =>
            {
                while (!_end.IsCancellationRequested)
                {
                    using var client = await _listener.AcceptSocketAsync(_end.Token);
                    Connections++;
                    await serve(client, _end.Token);
                }
            });
        }

        public int Port { get; }

        public int Connections { get; private set; }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            try
            {
                await _serving;
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
            {
                // Expected at the end.
            }

            _listener.Dispose();
            _end.Dispose();
        }
    }
}
