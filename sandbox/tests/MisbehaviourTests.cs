using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sandbox.Endpoints;

namespace Sandbox.Tests;

/// <summary>The bytes that misbehaving endpoints send to a client on this machine.</summary>
public class MisbehaviourTests
{
    private const string CredentialsPath = "/v2/credentials/" + Secrets.CredentialsId;

    private static readonly EndpointTopology Endpoint = new()
    {
        Kind = EndpointKind.Credentials,
        Address = "127.0.0.1",
        Port = 0,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_IsTheRightOne()
    {
        var (head, body) = await AskAsync(EndpointBehaviour.Answer);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
        Assert.Equal(Secrets.Token, JsonDocument.Parse(body).RootElement.GetProperty("Token").GetString());
    }

    [Fact]
    public async Task Endless_NeverEnds()
    {
        await using var server = Server(EndpointBehaviour.Endless);
        using var client = await SendAsync(server);
        var buffer = new byte[1024 * 1024];

        var first = Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer, Cancellation));
        Assert.StartsWith("HTTP/1.1 200 ", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", first, StringComparison.Ordinal);
        for (long read = 0; read < 50_000_000;)
        {
            var length = await client.ReceiveAsync(buffer, Cancellation);
            Assert.NotEqual(0, length);
            read += length;
        }
    }

    [Fact]
    public async Task SlowDrip_SendsAByteASecond()
    {
        await using var server = Server(EndpointBehaviour.SlowDrip);
        var clock = Stopwatch.StartNew();
        using var client = await SendAsync(server);
        var buffer = new byte[4096];

        await Task.Delay(3500, Cancellation);
        var received = await client.ReceiveAsync(buffer, Cancellation);

        var body = Encoding.ASCII.GetString(buffer, 0, received).Split("\r\n\r\n")[1];
        Assert.InRange(body.Length, 1, (int)clock.Elapsed.TotalSeconds + 1);
        Assert.StartsWith(body, """{"RoleArn":""", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Huge_IsTenMegabytesOfJson()
    {
        var (_, body) = await AskAsync(EndpointBehaviour.Huge);

        Assert.True(body.Length >= 10_000_000, $"{body.Length} bytes");
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(body).RootElement.ValueKind);
    }

    [Fact]
    public async Task Redirect_LeadsToAnotherHost()
    {
        var (head, _) = await AskAsync(EndpointBehaviour.Redirect);

        Assert.StartsWith("HTTP/1.1 302 ", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nLocation: http://192.0.2.80{CredentialsPath}\r\n", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EndpointBehaviour.WrongTypes, JsonValueKind.Array)]
    [InlineData(EndpointBehaviour.HugeNumbers, JsonValueKind.Number)]
    public async Task WrongValues_AreWhereStringsBelong(EndpointBehaviour behaviour, JsonValueKind kind)
    {
        var root = JsonDocument.Parse((await AskAsync(behaviour)).Body).RootElement;

        foreach (var member in new[] { "RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration", "code" })
        {
            Assert.Equal(kind, root.GetProperty(member).ValueKind);
        }

        var networkMode = root.GetProperty("Networks")[0].GetProperty("NetworkMode");
        Assert.Equal(kind, networkMode.ValueKind);
        Assert.True(kind != JsonValueKind.Number || !networkMode.TryGetDecimal(out _));
    }

    [Theory]
    [InlineData(EndpointBehaviour.Unclosed)]
    [InlineData(EndpointBehaviour.NotJson)]
    [InlineData(EndpointBehaviour.Deep)]
    [InlineData(EndpointBehaviour.Empty)]
    public async Task Bodies_OfDamagedDocuments_AreNotParsed(EndpointBehaviour behaviour)
    {
        var (head, body) = await AskAsync(behaviour);

        Assert.StartsWith("HTTP/1.1 200 ", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task WrongEncoding_IsJsonWithoutUtf8()
    {
        var (_, body) = await AskAsync(EndpointBehaviour.WrongEncoding);

        Assert.Throws<DecoderFallbackException>(() =>
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body)
        );
        Assert.Equal("{\"RoleArn\":\"", Encoding.Latin1.GetString(body, 0, 12));
    }

    [Fact]
    public async Task Reset_ReadsTheRequestAndResets()
    {
        var requests = new ConcurrentQueue<ReceivedRequest>();
        await using var server = Server(EndpointBehaviour.Reset, requests);
        using var client = await SendAsync(server);

        var error = await Assert.ThrowsAsync<SocketException>(() =>
            client.ReceiveAsync(new byte[1], Cancellation).AsTask()
        );

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        Assert.Equal([new ReceivedRequest("127.0.0.1", "GET", "/v2/credentials/***", null)], requests);
    }

    [Fact]
    public async Task EarlyClose_PromisesMoreThanItSends()
    {
        var (head, body) = await AskAsync(EndpointBehaviour.EarlyClose);

        Assert.Contains($"\r\nContent-Length: {body.Length + 1000}\r\n", head, StringComparison.Ordinal);
        Assert.NotEmpty(body);
    }

    [Fact]
    public async Task HugeHeaders_ComeBeforeTheRightBody()
    {
        var (head, body) = await AskAsync(EndpointBehaviour.HugeHeaders);

        Assert.True(head.Length > 1_000_000, $"{head.Length} bytes");
        Assert.Equal(Secrets.Token, JsonDocument.Parse(body).RootElement.GetProperty("Token").GetString());
    }

    [Fact]
    public async Task BadId_IsTheAgentsAnswerForAnUnknownId()
    {
        var (head, body) = await AskAsync(EndpointBehaviour.BadId);

        Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
        Assert.Equal("InvalidIdInRequest", JsonDocument.Parse(body).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Expired_CredentialsAreInThePast()
    {
        var root = JsonDocument.Parse((await AskAsync(EndpointBehaviour.Expired)).Body).RootElement;

        Assert.True(root.GetProperty("Expiration").GetDateTime() < DateTime.UtcNow);
        Assert.Equal(Secrets.Token, root.GetProperty("Token").GetString());
    }

    [Fact]
    public async Task Statuses_ComeFirst()
    {
        await using var server = Server(EndpointBehaviour.NotJson, statuses: [500]);

        var first = await ReadAsync(server);
        var second = await ReadAsync(server);

        Assert.StartsWith("HTTP/1.1 500 ", first.Head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", second.Head, StringComparison.Ordinal);
    }

    private static HttpServer Server(
        EndpointBehaviour behaviour, ConcurrentQueue<ReceivedRequest>? requests = null,
        IReadOnlyList<int>? statuses = null
    )
    {
        var endpoint = Endpoint with { Behaviour = behaviour, Statuses = statuses ?? [] };
        var server = new HttpServer(
            endpoint, new AgentEndpoint(endpoint, TimeProvider.System).Answer,
            request => requests?.Enqueue(request)
        );
        server.Start();
        return server;
    }

    private static async Task<Socket> SendAsync(HttpServer server)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        await client.SendAsync(
            Encoding.ASCII.GetBytes($"GET {CredentialsPath} HTTP/1.1\r\nHost: sandbox\r\n\r\n"), Cancellation
        );
        return client;
    }

    /// <summary>Reads the head with its empty line, and the body, to the end of the connection.</summary>
    private static async Task<(string Head, byte[] Body)> ReadAsync(HttpServer server)
    {
        using var client = await SendAsync(server);
        using var stream = new NetworkStream(client);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received, Cancellation);
        var bytes = received.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return (Encoding.ASCII.GetString(bytes, 0, end), bytes[end..]);
    }

    private static async Task<(string Head, byte[] Body)> AskAsync(EndpointBehaviour behaviour)
    {
        await using var server = Server(behaviour);
        return await ReadAsync(server);
    }
}
