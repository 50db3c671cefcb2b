using Bootstrap.Threading;

namespace Bootstrap.Endpoints;

/// <summary>
/// The file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names: somebody else's, and on a volume that may hang.
/// </summary>
internal static class TokenFile
{
    /// <summary>Characters. EKS' tokens have one or two thousand.</summary>
    private const int Longest = 64 * 1024;

    /// <summary>How long reading may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">It is not there, too long, or was not read in time; and what else opening a file
    /// throws.</exception>
    public static string Read(string path)
    {
        var reading = Background.Start(() =>
        {
            using var file = File.OpenText(path);
            var text = new char[Longest + 1];
            var length = file.ReadBlock(text);
            return length <= Longest ? new string(text, 0, length) : throw new IOException("too long");
        });
        return reading.EndsWithin(Patience)
            ? reading.GetAwaiter().GetResult()
            : throw new IOException("not read in time");
    }
}
