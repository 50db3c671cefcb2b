using System.Collections.Concurrent;
using System.Diagnostics;
using Sandbox.Endpoints;

namespace Sandbox;

/// <summary>
/// The pretend EC2 instance: a network namespace with the other ends of the container's cables and with the endpoints.
/// It has no process and no file, so it ends with this object or with this process.
/// </summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly Topology _topology;
    private readonly NamespaceThread _namespace = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly List<HttpServer> _servers = [];

    public Host(Topology topology)
    {
        _topology = topology;
        _namespace.Enter();

        _namespace.Run(() =>
        {
            // Answer ARP only for addresses of the cable that the request came by: addresses behind the gateway are
            // not on-link.
            File.WriteAllText("/proc/sys/net/ipv4/conf/all/arp_ignore", "1");

            // Endpoints listen from the start, also on the address of a cable that is added later.
            File.WriteAllText("/proc/sys/net/ipv4/ip_nonlocal_bind", "1");
            return true;
        });
    }

    /// <summary>The requests that have reached the endpoints so far.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Starts a process in the host's namespace.</summary>
    public Process Start(ProcessStartInfo description) => _namespace.Run(() => Tool.Start(description));

    /// <summary>Adds the cables that appear at a moment.</summary>
    public Task ConnectAsync(int moment, int containerProcess) =>
        Tool.RunAsync(Start, ["ip", "-batch", "-"], NetworkScript.ForHost(_topology, moment, containerProcess));

    /// <summary>Starts the endpoints; their addresses must exist.</summary>
    public void Serve()
    {
        var listening = _topology.Host.AllEndpoints
            .Where(endpoint => endpoint.Behaviour is not (EndpointBehaviour.Refuse or EndpointBehaviour.Drop));
        foreach (var endpoint in listening)
        {
            Func<HttpRequest, HttpResponse> answer = endpoint.Kind == EndpointKind.Credentials
                ? new AgentEndpoint(endpoint, TimeProvider.System).Answer
                : InstanceMetadataEndpoint.Answer;
            var server = _namespace.Run(() => new HttpServer(endpoint, answer, _requests.Enqueue));
            _servers.Add(server);
            server.Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _namespace.Dispose();
    }
}
