using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sandbox.Endpoints;

/// <summary>
/// A small HTTP/1.1 server on one address: one request per connection, bodies of a few hundred bytes, and the
/// freedom to misbehave that a real server does not give.
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

    /// <summary>Listens. Must be called on a thread of the host's namespace: the socket stays there.</summary>
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
        // All of them are waited for at the end, so that no handler outlives the container it belongs to.
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
            var request = await ReadAsync(stream, limit.Token);
            if (request is null)
            {
                return;
            }

            if (_endpoint.Behaviour == EndpointBehaviour.Silent || LostByHopLimit(request))
            {
                Log(request, null);
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            else if (_endpoint.Behaviour == EndpointBehaviour.Garbage)
            {
                Log(request, null);
                await stream.WriteAsync("\0\u0001\u0002 this is no HTTP\r\n\r\n"u8.ToArray(), limit.Token);
            }
            else
            {
                var response = NextStatus() is { } status ? new HttpResponse(status, "") : _answer(request);
                Log(request, response.Status);
                await stream.WriteAsync(Encode(response), limit.Token);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // The client went away, or the container ends.
        }
    }

    // With hop limit 1 the answer that carries the token does not survive the hop into the container.
    private bool LostByHopLimit(HttpRequest request) =>
        _endpoint.Behaviour == EndpointBehaviour.HopLimit && request.Method == "PUT";

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

    /// <summary>Reads up to the end of the head; nothing here has a body worth reading.</summary>
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

    private static byte[] Encode(HttpResponse response)
    {
        var body = Encoding.UTF8.GetBytes(response.Body);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {(HttpStatusCode)response.Status}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {response.ContentType}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        head.Append("Connection: close\r\n");
        foreach (var (name, value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }
}
