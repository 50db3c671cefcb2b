namespace Bootstrap.WindowsTests;

/// <summary>
/// The images that the container checks run: the published programs on Server Core and on Nano Server. The images have
/// the host's Windows release, because only that release runs in process isolation.
/// </summary>
public sealed class ContainerImages : IAsyncLifetime
{
    public const string ServerCore = "servercore";
    public const string NanoServer = "nanoserver";

    /// <summary>The tag of both base images, by the host's build number; null for an unknown build.</summary>
    public static string? BaseTag => Environment.OSVersion.Version.Build switch
    {
        20348 => "ltsc2022",
        26100 => "ltsc2025",
        _ => null,
    };

    /// <summary>The image with the exe as its ENTRYPOINT.</summary>
    public static string Plain(string kind) => $"bootstrap-checks:{kind}";

    /// <summary>The same image with Windows' time limit for a shutdown raised to 60 s.</summary>
    public static string Patient(string kind) => $"bootstrap-checks:{kind}-patient";

    public async ValueTask InitializeAsync()
    {
        if (Needs.Missing(Need.Containers) is not null)
        {
            return;
        }

        Assert.True(
            BaseTag is not null, $"no base images are known for Windows build {Environment.OSVersion.Version.Build}"
        );
        var context = Path.Combine(Programs.Root, "artifacts", "windows-checks", "context");
        Directory.CreateDirectory(context);
        foreach (var program in new[] { Programs.Bootstrap, Programs.Workload, Programs.SdkWorkload })
        {
            File.Copy(program, Path.Combine(context, Path.GetFileName(program)), overwrite: true);
        }

        var recipe = Path.Combine(Programs.Root, "tests", "Windows", "Dockerfile");
        foreach (var kind in new[] { ServerCore, NanoServer })
        {
            var build =
                $"build --isolation process --file \"{recipe}\" --build-arg BASE=mcr.microsoft.com/windows/{kind}:{BaseTag}";
            await Docker.MustAsync($"{build} --target plain --tag {Plain(kind)} \"{context}\"", Docker.BuildPatience);
            await Docker.MustAsync(
                $"{build} --target patient --tag {Patient(kind)} \"{context}\"", Docker.BuildPatience
            );
        }
    }

    /// <summary>Keeps the images: the next run is faster, and a CI runner is discarded anyway.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
