using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>What the release workflow calls: eng/release-tags and eng/release-notes.</summary>
public class ReleaseTests
{
    [Theory]
    [InlineData("1.2.3", "1.2-a 1-a a 1.2-x-ltsc2022 1-x-ltsc2022 x-ltsc2022 1.2.3-x 1.2-x 1-x x")]
    [InlineData("0.3.1", "0.3-a a 0.3-x-ltsc2022 x-ltsc2022 0.3.1-x 0.3-x x")]
    [InlineData("1.3.0-rc.1", "1.3.0-rc.1-x")]
    public async Task Tags_OfAVersion_AreThoseThatItMayMove(string version, string tags)
    {
        string[] arguments = ["--print", "ghcr.io/o/r", version, "a", "x-ltsc2022"];
        var lines = (await Tool.PassAsync(minutes: 1, "eng/release-tags", arguments)).Trim().Split('\n');
        Assert.Equal(tags.Split(' '), lines.Select(line => line.Split(" = ")[0]));
        Assert.All(lines, line => Assert.Matches($" = {Regex.Escape(version)}-(a|x-ltsc2022)$", line));
    }

    [Fact]
    public async Task Notes_OfARelease_HoldItsChecksumAndNoPlaceholder()
    {
        var sum = new string('a', 64);
        string[] arguments = ["Me/Bootstrap", "v1.2.3", "/dev/stdin"];
        var notes = await Tool.PassAsync(minutes: 1, "eng/release-notes", arguments, $"{sum} *bootstrap.exe\n");
        Assert.Contains($"ADD --checksum=sha256:{sum} https://github.com/Me/Bootstrap/releases/", notes, Ordinal);
        Assert.Contains("COPY --from=ghcr.io/me/bootstrap:1.2.3-files ", notes, Ordinal);
        Assert.DoesNotContain("OWNER", notes, Ordinal);
    }
}
