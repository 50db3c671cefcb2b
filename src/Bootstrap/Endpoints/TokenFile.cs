using Bootstrap.Threading;

namespace Bootstrap.Endpoints;

/// <summary>
/// Reads the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, which may be on a volume that hangs.
/// </summary>
internal static class TokenFile
{
    /// <summary>In characters. The tokens of EKS have one or two thousand.</summary>
    private const int Longest = 64 * 1024;

    /// <summary>The time limit for reading.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">
    /// The file is missing, too long, or was not read in time. Opening a file may throw other exceptions.
    /// </exception>
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
