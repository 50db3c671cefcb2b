using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sandbox.Endpoints;

/// <summary>
/// A small HTTP/1.1 server on one address, with one request per connection. It can misbehave in ways that a real server
/// does not offer.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private const int LongestHead = 16 * 1024;
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    private readonly EndpointTopology _endpoint;
    private readonly Func<HttpRequest, HttpResponse> _answer;
    private readonly Action<ReceivedRequest> _log;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<int> _statuses;
    private Task _accepting = Task.CompletedTask;

    /// <summary> Starts to listen. Must be called on a thread of the host's namespace, because the socket stays in that
    /// namespace. </summary>
    public HttpServer(EndpointTopology endpoint, Func<HttpRequest, HttpResponse> answer, Action<ReceivedRequest> log)
    {
        _endpoint = endpoint;
        _answer = answer;
        _log = log;
        _statuses = new Queue<int>(endpoint.Statuses);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Parse(endpoint.Address), endpoint.Port));
        _listener.Listen();
    }

    /// <summary>The port it listens on, also if any port (0) was requested.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Start() => _accepting = AcceptAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        // Disposal waits for all handlers, so that none outlives its container.
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                connections.RemoveAll(task => task.IsCompleted);
                connections.Add(ServeAsync(connection));
            }
        }
        catch (OperationCanceledException)
        {
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket connection)
    {
        using var stream = new NetworkStream(connection, ownsSocket: true);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            limit.CancelAfter(ReadLimit);
            if (_endpoint.Behaviour == EndpointBehaviour.AcceptAndClose)
            {
                return;
            }

            var request = await ReadAsync(stream, limit.Token);
            if (request is null)
            {
                return;
            }

            var answer = NextStatus() is { } status
                ? WireAnswer.Of(OfStatus(status, request))
                : Misbehaviour.Of(_endpoint.Behaviour, request, _answer(request));
            Log(request, answer.Status);
            await SendAsync(stream, answer);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // The client has closed the connection, or the container ends.
        }
    }

    private async Task SendAsync(NetworkStream stream, WireAnswer answer)
    {
        await stream.WriteAsync(answer.Bytes, _stop.Token);
        for (var i = 0; i < answer.Drip.Length; i++)
        {
            await stream.WriteAsync(answer.Drip.Slice(i, 1), _stop.Token);
            await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token);
        }

        while (!answer.Forever.IsEmpty)
        {
            await stream.WriteAsync(answer.Forever, _stop.Token);
        }

        if (answer.End == ConnectionEnd.StayOpen)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        if (answer.End == ConnectionEnd.Reset)
        {
            // Disposing the stream would shut the connection down in order instead of resetting it.
            stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
            stream.Socket.Dispose();
        }
    }

    private HttpResponse OfStatus(int status, HttpRequest request) => (_endpoint.Behaviour, _endpoint.Kind) switch
    {
        (EndpointBehaviour.OtherServer, _) => HttpSys.Answer(status),
        (_, EndpointKind.Credentials) => AgentEndpoint.OfStatus(status, request),
        _ => new HttpResponse(status, string.Empty),
    };

    private int? NextStatus()
    {
        lock (_statuses)
        {
            return _statuses.TryDequeue(out var status) ? status : null;
        }
    }

    private void Log(HttpRequest request, int? status) =>
        _log(new ReceivedRequest(_endpoint.Address, request.Method, Mask(request.Path), status));

    private static string Mask(string path)
    {
        const string credentials = "/v2/credentials/";
        return path.StartsWith(credentials, StringComparison.Ordinal) ? credentials + "***" : path;
    }

    /// <summary>Reads up to the end of the head; bodies of requests are ignored.</summary>
    private static async Task<HttpRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        var lines = Encoding.Latin1.GetString(buffer, 0, length).Split("\r\n\r\n", 2)[0].Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var path, _])
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(':', 2) is [var name, var value])
            {
                headers[name] = value.Trim();
            }
        }

        return new HttpRequest(method, path, headers);
    }
}
