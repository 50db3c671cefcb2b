using System.Net;
using Bootstrap.Ecs;

namespace Bootstrap.Diagnosis;

/// <summary>
/// The proxy for http URLs in the environment variables that SDKs and HTTP clients use. Some of them send also the
/// requests for credentials to the proxy (https://github.com/aws/amazon-ecs-agent/issues/605).
/// </summary>
/// <remarks>
/// For http URLs, HTTP_PROXY is used by .NET's HttpClient (dotnet/runtime, HttpEnvironmentProxy), Go's
/// ProxyFromEnvironment (golang.org/x/net/http/httpproxy), curl, and botocore for instance metadata; ALL_PROXY by .NET
/// and curl if HTTP_PROXY is not set. None of them uses HTTPS_PROXY for an http URL.
/// </remarks>
/// <param name="Variables">The names of the variables that set a proxy.</param>
/// <param name="WithoutException">
/// The addresses that this container's SDKs may use, and that have no exception in NO_PROXY.
/// </param>
internal sealed record ProxySettings(IReadOnlyList<string> Variables, IReadOnlyList<IPAddress> WithoutException)
{
    private static readonly string[] ProxyVariables = ["HTTP_PROXY", "ALL_PROXY"];

    /// <summary>
    /// Reads the variables. Windows ignores case in their names: <c>http_proxy</c> is the same variable.
    /// </summary>
    /// <param name="variable">Returns a variable's value, or null when it is not set.</param>
    public static ProxySettings Read(Func<string, string?> variable)
    {
        var exceptions = (variable("NO_PROXY") ?? string.Empty)
            .Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ProxySettings(
            [.. ProxyVariables.Where(name => !string.IsNullOrWhiteSpace(variable(name)))],
            Addresses(new TaskVariables(variable)).Where(
                address => !Array.Exists(exceptions, exception => Excepts(exception, address))));
    }

    /// <summary>The addresses of the endpoints that the variables name, and of instance metadata.</summary>
    private static List<IPAddress> Addresses(TaskVariables variables)
    {
        var addresses = new List<IPAddress>();
        var fullUri = LinkLocalUri.TryParseCredentials(variables[TaskVariables.CredentialsFullUri]);
        var isEks = variables[TaskVariables.CredentialsRelativeUri] is null && fullUri?.Host == LinkLocalUri.EksAddress;
        if (isEks)
        {
            addresses.Add(LinkLocal.EksPodIdentity.BaseAddress);
        }

        // Without EKS, a task without a role uses task metadata there.
        if (!isEks || TaskVariables.AgentsOwn.Any(name => variables[name] is not null))
        {
            addresses.Add(LinkLocal.Credentials.BaseAddress);
        }

        if (!variables.IsInstanceMetadataDisabled)
        {
            addresses.Add(LinkLocal.Metadata.BaseAddress);
        }

        return addresses;
    }

    /// <summary>
    /// The forms that HTTP clients support: <c>*</c>, an address (with a port), a prefix (Go, curl), the start of an
    /// address with <c>*</c> (bypass list of .NET Framework), and the end of a host name.
    /// </summary>
    private static bool Excepts(string exception, IPAddress address)
    {
        var text = address.ToString();
        if (exception == "*" || (IPNetwork.TryParse(exception, out var prefix) && prefix.Contains(address)))
        {
            return true;
        }

        var host = exception.EndsWith(":80", StringComparison.Ordinal) ? exception[..^3] : exception;
        return host.EndsWith('*')
            ? text.StartsWith(host[..^1], StringComparison.Ordinal)
            : text == host || text.EndsWith('.' + host.TrimStart('.'), StringComparison.Ordinal);
    }
}
