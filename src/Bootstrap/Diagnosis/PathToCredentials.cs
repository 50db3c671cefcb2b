using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis;

/// <summary>The path from the container to its credentials, stretch by stretch, and where it breaks.</summary>
internal static class PathToCredentials
{
    /// <summary>The path; empty when no credentials were asked for.</summary>
    /// <param name="evidence">What was observed.</param>
    /// <param name="cause">What is broken before the gateway's far side; null when nothing is known to be.</param>
    public static IReadOnlyList<Stretch> Of(Evidence evidence, Cause? cause)
    {
        if (evidence.Credentials is not { } state || evidence.Seen.CredentialsAddress is not { } address)
        {
            return [];
        }

        var broken = state.IsConnected ? null : cause?.Breaks;
        var path = new List<Stretch>();
        if (!evidence.IsPlatforms)
        {
            path.Add(new Stretch("container", broken is null, broken));
            path.Add(ToHost($"gateway {evidence.Nat?.Gateway?.ToString() ?? "?"}"));
        }
        else
        {
            path.Add(broken is null ? ToHost("container") : new Stretch("container", IsOpen: false, broken));
        }

        path.Add(new Stretch($"host {address}", state.IsConnected ? state.IsReady : null, LastBreak()));
        return path;

        Stretch ToHost(string from) => (broken, state.IsConnected) switch
        {
            (not null, _) => new Stretch(from, IsOpen: null, Break: null),
            (_, true) => new Stretch(from, IsOpen: true, Break: null),
            _ => new Stretch(from, IsOpen: false, state.Detail),
        };

        string? LastBreak() => state.Status switch
        {
            _ when !state.IsConnected || state.IsReady => null,
            CredentialsStatus.Expired => "expired credentials",
            _ => state.Detail,
        };
    }
}
