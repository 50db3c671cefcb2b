using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis;

/// <summary>The path from the container to its credentials, and where it is broken.</summary>
internal static class PathToCredentials
{
    /// <summary>The segments of the path; empty without a credentials request.</summary>
    /// <param name="evidence">The observations.</param>
    /// <param name="cause">What is broken up to the gateway, or null.</param>
    public static IReadOnlyList<PathSegment> Of(Evidence evidence, Cause? cause)
    {
        if (evidence.Credentials is not { } state || evidence.Seen.CredentialsAddress is not { } address)
        {
            return [];
        }

        var broken = state.IsConnected ? null : cause?.Breaks;
        var path = new List<PathSegment>();
        if (!evidence.IsPlatforms)
        {
            path.Add(new PathSegment("container", broken is null, broken));
            path.Add(ToHost($"gateway {evidence.Nat?.Gateway?.ToString() ?? "?"}"));
        }
        else
        {
            path.Add(broken is null ? ToHost("container") : new PathSegment("container", IsOpen: false, broken));
        }

        path.Add(new PathSegment($"host {address}", state.IsConnected ? state.IsReady : null, LastBreak()));
        return path;

        PathSegment ToHost(string from) => (broken, state.IsConnected) switch
        {
            (not null, _) => new PathSegment(from, IsOpen: null, Break: null),
            (_, true) => new PathSegment(from, IsOpen: true, Break: null),
            _ => new PathSegment(from, IsOpen: false, state.Detail),
        };

        string? LastBreak() => state.Status switch
        {
            _ when !state.IsConnected || state.IsReady => null,
            CredentialsStatus.Expired => "expired credentials",
            _ => state.Detail,
        };
    }
}
