using Bootstrap.Ecs;

namespace Bootstrap.Endpoints;

/// <summary>A request to a link-local endpoint.</summary>
/// <param name="Method"><c>GET</c> or <c>PUT</c>.</param>
/// <param name="Uri">Plain http, see <see cref="LinkLocalUri"/>.</param>
/// <param name="Header">One header line, such as <c>Authorization: ...</c>, or null. It may contain a secret.</param>
internal sealed record HttpRequest(string Method, Uri Uri, string? Header = null);
