namespace Sandbox;

/// <summary>
/// The Wine prefix of one container, its disk: a copy of the template in a temporary folder, with the stand-ins in
/// system32. It is removed at the end.
/// </summary>
internal sealed class WinePrefix : IDisposable
{
    // Beside the template, on the same file system.
    private static readonly string Copies = Path.Combine(Repository.NativeOutput, "containers");

    // Held until the owner ends. A process that gets this lock may remove the folder.
    private readonly FileStream _owner;

    private WinePrefix(string folder, FileStream owner)
    {
        Folder = folder;
        _owner = owner;
    }

    /// <summary>The Linux path of the prefix.</summary>
    public string Folder { get; }

    /// <summary>The Linux path of drive C.</summary>
    public string DriveC => Path.Combine(Folder, "drive_c");

    public static async Task<WinePrefix> CreateAsync(ContainerTopology topology)
    {
        Repository.CreateFolder(Copies);
        RemoveLeftovers();

        var prefix = Claim();
        try
        {
            await prefix.CopyTemplateAsync();
            prefix.AddStandIns(topology.Management);
            prefix.AddFiles(topology);
            prefix.SetContainerType(topology.ContainerType);
            return prefix;
        }
        catch
        {
            prefix.Dispose();
            throw;
        }
    }

    /// <summary>Turns a path of drive C or Z, or one relative to drive C, into a Linux path.</summary>
    public string ToLinuxPath(string windowsPath)
    {
        var path = windowsPath.Replace('\\', '/');
        return path.StartsWith("Z:", StringComparison.OrdinalIgnoreCase) ? path[2..]
            : path.StartsWith("C:", StringComparison.OrdinalIgnoreCase) ? Path.Combine(DriveC, path[2..].TrimStart('/'))
            : Path.Combine(DriveC, path.TrimStart('/'));
    }

    public void Dispose()
    {
        Remove(Folder);
        _owner.Dispose();
        File.Delete(_owner.Name);
    }

    private static WinePrefix Claim()
    {
        for (var attempt = 1; ; attempt++)
        {
            var folder = Path.Combine(Copies, Path.GetRandomFileName());
            try
            {
                var owner = new FileStream(folder + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                if (File.Exists(owner.Name))
                {
                    return new WinePrefix(folder, owner);
                }

                owner.Dispose();
            }
            catch (IOException) when (attempt < 10)
            {
                // Between creating the file and locking it, another start took it for a leftover. It holds the lock, or
                // it has already removed the file, so that our lock would protect nothing.
            }
            catch (UnauthorizedAccessException error)
            {
                throw new SandboxException(
                    $"cannot write in {Copies}, it belongs to another user: remove it, or run as that user", error
                );
            }
        }
    }

    /// <summary>Removes the folders of containers whose process was killed. Their lock is free.</summary>
    private static void RemoveLeftovers()
    {
        foreach (var file in Directory.GetFiles(Copies, "*.lock"))
        {
            try
            {
                using var abandoned = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                Remove(Path.ChangeExtension(file, null));
                File.Delete(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The folder is in use, already removed, or owned by another user.
            }
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// The template's seven hundred symbolic links are hard-linked instead of recreated: just after another container's
    /// were deleted, so many new inodes take ext4 half a second. Every writable file is a copy.
    /// </summary>
    private async Task CopyTemplateAsync()
    {
        await Tool.RunAsync(["cp", "--archive", "--link", Repository.WinePrefix, Folder]);

        // Symbolic links are skipped, not followed: one of them leads to the whole file system.
        var files = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var file in Directory.EnumerateFiles(Repository.WinePrefix, "*", files))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Repository.WinePrefix, file));
            File.Delete(copy);
            File.Copy(file, copy);
        }
    }

    private void AddStandIns(ManagementTopology management)
    {
        var system32 = Path.Combine(DriveC, "windows", "system32");
        foreach (var standIn in Directory.GetFiles(Repository.NativeOutput, "*.dll"))
        {
            var name = Path.GetFileName(standIn);
            if (name == "mi.dll" && !management.Present)
            {
                continue;
            }

            // The existing file is a link to Wine's DLL. The stand-in forwards the remaining functions to it.
            var target = Path.Combine(system32, name);
            if (File.Exists(target))
            {
                File.Move(target, Path.Combine(system32, "wine" + name), overwrite: true);
            }

            File.Copy(standIn, target);
        }
    }

    private void AddFiles(ContainerTopology topology)
    {
        var folder = Directory.CreateDirectory(Path.Combine(DriveC, "sandbox")).FullName;
        File.WriteAllText(Path.Combine(folder, "mi.ini"), StandInFiles.Faults(topology.Management.Faults));
        File.WriteAllText(Path.Combine(folder, "iphlpapi.ini"), StandInFiles.Faults(topology.IpHelper.Faults));
        File.WriteAllText(
            Path.Combine(folder, "persistent-routes"), StandInFiles.PersistentRoutes(topology.PersistentRoutes)
        );
        File.Copy(Path.Combine(Repository.NativeOutput, "launch.exe"), Path.Combine(folder, "launch.exe"));
    }

    /// <summary>
    /// Removes the template's registry value ContainerType (eng/wine-prefix) if the topology asks for that.
    /// </summary>
    private void SetContainerType(bool isContainer)
    {
        if (isContainer)
        {
            return;
        }

        var registry = Path.Combine(Folder, "system.reg");
        var lines = File.ReadAllLines(registry, System.Text.Encoding.Latin1);
        var others = lines.Where(line => !line.StartsWith("\"ContainerType\"=", StringComparison.Ordinal)).ToList();
        if (others.Count == lines.Length)
        {
            throw new SandboxException($"{registry} has no ContainerType: remove {Repository.WinePrefix}");
        }

        File.WriteAllLines(registry, others, System.Text.Encoding.Latin1);
    }
}
