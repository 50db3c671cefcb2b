using System.Globalization;
using System.Text.Json;

namespace Sandbox.Endpoints;

/// <summary>
/// Plays the ECS agent at 169.254.170.2: task role credentials and task metadata, with the documents and errors of
/// aws/amazon-ecs-agent (tmds/handlers).
/// </summary>
internal sealed class AgentEndpoint
{
    private readonly EndpointTopology _endpoint;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long? _firstRequest;
    private int _uninitializedLeft;

    public AgentEndpoint(EndpointTopology endpoint, TimeProvider time)
    {
        _endpoint = endpoint;
        _time = time;
        _uninitializedLeft = endpoint.UninitializedRequests;
    }

    public HttpResponse Answer(HttpRequest request) =>
        request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["v2", "credentials"] => Error(
                400, "NoIdInRequest", "CredentialsV2Request: No Credential ID in the request"
            ),
            ["v2", "credentials", Secrets.CredentialsId] when _endpoint.Behaviour != EndpointBehaviour.BadId =>
                IsUninitialized()
                    ? Error(503, "CredentialsUninitialized", "CredentialsV2Request: Credentials uninitialized for ID")
                    : Credentials(),
            ["v2", "credentials", _] => Error(400, "InvalidIdInRequest", "CredentialsV2Request: Credentials not found"),
            ["v3" or "v4", Secrets.MetadataId] => Json(200, Container()),
            ["v3" or "v4", Secrets.MetadataId, "task"] => Json(200, Task()),
            ["v3" or "v4", ..] => Json(
                404, "unable to get container ID from request: unable to get docker ID from v3 endpoint ID"
            ),
            _ => new HttpResponse(404, "404 page not found\n", "text/plain"),
        };

    /// <summary>
    /// The answer with a given status: the agent's answer if the agent uses this status (its rate limiter writes text,
    /// see tollbooth in agent/handlers/task_server_setup.go), otherwise an answer of another program.
    /// </summary>
    public static HttpResponse OfStatus(int status, HttpRequest request) =>
        (status, request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            (429, _) => new HttpResponse(429, "You have reached maximum request limit.", "text/plain; charset=utf-8"),
            (400, ["v2" or "v1", "credentials", ..]) => Error(
                400, "InvalidIdInRequest", "CredentialsV2Request: Credentials not found"
            ),
            (500, ["v2" or "v1", "credentials", ..]) => Error(500, "InternalServerError", "Internal server error"),
            (503, ["v2" or "v1", "credentials", ..]) => Error(
                503, "CredentialsUninitialized", "CredentialsV2Request: Credentials uninitialized for ID"
            ),
            (400 or 404 or 500, ["v3" or "v4", ..]) => Json(
                status, "V4 container metadata handler: unable to get container metadata"
            ),
            _ => HttpSys.Answer(status),
        };

    private bool IsUninitialized()
    {
        lock (_lock)
        {
            _firstRequest ??= _time.GetTimestamp();
            if (_uninitializedLeft > 0)
            {
                _uninitializedLeft--;
                return true;
            }

            return _time.GetElapsedTime(_firstRequest.Value).TotalMilliseconds < _endpoint.UninitializedMilliseconds;
        }
    }

    private HttpResponse Credentials() =>
        Json(
            200, new Dictionary<string, object>
            {
                ["RoleArn"] = "arn:aws:iam::123456789012:role/sandbox-task-role",
                ["AccessKeyId"] = Secrets.AccessKeyId,
                ["SecretAccessKey"] = Secrets.SecretAccessKey,
                ["Token"] = Secrets.Token,
                ["Expiration"] = _time
                    .GetUtcNow()
                    .AddHours(_endpoint.Behaviour == EndpointBehaviour.Expired ? -1 : 6)
                    .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            }
        );

    private Dictionary<string, object> Container() => new()
    {
        ["DockerId"] = "5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c",
        ["Name"] = "workload",
        ["DockerName"] = "ecs-sandbox-1-workload",
        ["Image"] = "workload:latest",
        ["DesiredStatus"] = "RUNNING",
        ["KnownStatus"] = "RUNNING",
        ["Type"] = "NORMAL",
        ["Networks"] = new[] { new Dictionary<string, object> { ["NetworkMode"] = _endpoint.NetworkMode } },
    };

    private Dictionary<string, object> Task() => new()
    {
        ["Cluster"] = "sandbox",
        ["TaskARN"] = "arn:aws:ecs:eu-central-1:123456789012:task/sandbox/5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c",
        ["Family"] = "sandbox",
        ["Revision"] = "1",
        ["DesiredStatus"] = "RUNNING",
        ["KnownStatus"] = "RUNNING",
        ["Containers"] = new[] { Container() },
    };

    private static HttpResponse Error(int status, string code, string message) =>
        Json(
            status, new Dictionary<string, object>
            {
                ["code"] = code,
                ["message"] = message,
                ["HTTPErrorCode"] = status,
            }
        );

    private static HttpResponse Json(int status, object document) => new(status, JsonSerializer.Serialize(document));
}
