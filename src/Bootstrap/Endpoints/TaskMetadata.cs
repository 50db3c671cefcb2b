using System.Text.Json;
using Bootstrap.Ecs;
using Bootstrap.Text;

namespace Bootstrap.Endpoints;

/// <summary>
/// The task metadata endpoint, version 4 or 3
/// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html): the agent's own word
/// on the network mode. It can be reached only once the routes are there, so it confirms and never decides.
/// </summary>
internal static class TaskMetadata
{
    /// <summary>The request for the container's document; null when no variable names a link-local address.</summary>
    public static HttpRequest? Request(TaskVariables variables) =>
        LinkLocalUri.TryParse(variables[TaskVariables.MetadataUriV4] ?? variables[TaskVariables.MetadataUri]) is { } uri
            ? new HttpRequest("GET", uri)
            : null;

    /// <summary>
    /// Whether an error is the agent's: a JSON text, "V4 container metadata handler: unable to get ..."
    /// (amazon-ecs-agent, tmds/handlers/v4). Other programs answer with HTML or text.
    /// </summary>
    public static bool IsAgentsError(byte[] body)
    {
        using var json = JsonText.TryParse(body);
        return json is not null;
    }

    /// <summary>
    /// The network mode that the document names: <c>awsvpc</c>, or the name of a Docker network (<c>nat</c>,
    /// <c>default</c>, <c>bridge</c>). Null when it names none.
    /// </summary>
    public static string? NetworkMode(byte[] document)
    {
        using var json = JsonText.TryParse(document);
        if (json?.RootElement.Member("Networks") is not { ValueKind: JsonValueKind.Array } networks)
        {
            return null;
        }

        foreach (var network in networks.EnumerateArray())
        {
            if (network.Text("NetworkMode") is { Length: <= 40 } mode
                && mode.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            {
                return mode;
            }
        }

        return null;
    }
}
