using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Network.Cim;

/// <summary>
/// Unpacks and loads the one native DLL that Microsoft.Management.Infrastructure brings (28 KB), so that the exe needs
/// nothing beside it. It is done only when CIM is used.
/// </summary>
/// <remarks>
/// The DLL is code that runs in our process, so what is loaded must be what we carry, wherever the folder is and
/// whoever may write to it: the file is opened so that nobody can change, rename or delete it, compared byte for byte,
/// and loaded by its final path (all links resolved) while it is still held open. A loaded DLL cannot be deleted on
/// Windows; the folder's name holds what its linker knows it by, so that every later start uses the same file.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static class MiClientLibrary
{
    private const string ManagedAssembly = "Microsoft.Management.Infrastructure.Native";
    private const string FileName = "microsoft.management.infrastructure.native.unmanaged.dll";

    private static IntPtr _handle;

    /// <summary>Makes the DLL available to MMI. Idempotent.</summary>
    public static void Load()
    {
        if (_handle != IntPtr.Zero)
        {
            return;
        }

        _handle = Unpack(ReadResource());
        NativeLibrary.SetDllImportResolver(Assembly.Load(ManagedAssembly), Resolve);
    }

    /// <summary>
    /// Every DLL that MMI's native half asks for: ours, and all others from system32. It does not restrict the search
    /// itself, so that a DLL beside the exe would come first.
    /// </summary>
    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name.StartsWith(Path.GetFileNameWithoutExtension(FileName), StringComparison.OrdinalIgnoreCase))
        {
            return _handle;
        }

        var handle = Kernel32.LoadLibraryEx(name, Kernel32.LoadLibrarySearchSystem32, out var error);
        return handle != IntPtr.Zero ? handle : throw new DllNotFoundException($"{name}: {Kernel32.Describe(error)}");
    }

    private static byte[] ReadResource()
    {
        using var resource = typeof(MiClientLibrary).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"resource {FileName} is missing from the build");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    private static IntPtr Unpack(byte[] content)
    {
        var temporary = Path.GetTempPath();
        var name = $"bootstrap-mi-{Identity(content)}";
        Exception? cause = null;

        // The second folder is for when something else has taken the first one's name.
        var second = Path.Combine(temporary, $"{name}-{Guid.NewGuid():N}");
        foreach (var folder in new[] { Path.Combine(temporary, name), second })
        {
            try
            {
                return LoadFrom(Path.Combine(folder, FileName), content);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                cause = exception;
            }
        }

        DeleteEmpty(second);
        throw new BootstrapException(
            Messages.MiClientNotUnpacked, [temporary, cause!.Message, cause.HResult], innerException: cause);
    }

    /// <summary>
    /// What symbol servers know a DLL by: TimeDateStamp and SizeOfImage of its headers
    /// (https://learn.microsoft.com/windows/win32/debug/pe-format). It only names a folder: that the content is the same is
    /// seen by comparing all of it.
    /// </summary>
    private static string Identity(ReadOnlySpan<byte> content)
    {
        var headers = content[BinaryPrimitives.ReadInt32LittleEndian(content[0x3C..])..];
        return string.Create(CultureInfo.InvariantCulture,
            $"{BinaryPrimitives.ReadUInt32LittleEndian(headers[8..]):x8}{BinaryPrimitives.ReadUInt32LittleEndian(headers[80..]):x}");
    }

    private static IntPtr LoadFrom(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            Write(path, content);
        }

        // Shared for reading only: while this is open, the file cannot be written, renamed or deleted, nor can any
        // folder above it be renamed.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var found = new byte[content.Length + 1];
        if (file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) != content.Length
            || !found.AsSpan(0, content.Length).SequenceEqual(content))
        {
            throw new IOException($"{path} is there and holds something else");
        }

        return LoadLibrary(file.SafeFileHandle);
    }

    /// <summary>Writes under a name of its own, then renames: a second process never sees half a file.</summary>
    private static void Write(string path, byte[] content)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(content);
                if (file.Length != content.Length)
                {
                    throw new IOException("The disk is full.");
                }
            }

            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker; its content is compared like any other.
        }
        finally
        {
            // Where it could not be written or renamed; otherwise it is not there.
            File.Delete(partial);
        }
    }

    /// <summary>A folder whose name is used once: each start on a full disk would leave another.</summary>
    private static void DeleteEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Never made, or not empty.
        }
    }

    private static IntPtr LoadLibrary(SafeFileHandle file)
    {
        // The DLL itself by its full path; what it imports (mi.dll) from system32 alone.
        var handle = Kernel32.LoadLibraryEx(Kernel32.GetFinalPath(file), Kernel32.LoadLibrarySearchSystem32, out var error);
        return handle != IntPtr.Zero ? handle : throw new BootstrapException(
            Messages.MiClientNotLoaded,
            [Kernel32.Describe(error)],
            error == Kernel32.ErrorModuleNotFound
                ? "This image has no mi.dll, so no WMI: Nano Server lacks it."
                : null);
    }
}
