using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>Whether this process runs inside a Windows container.</summary>
[SupportedOSPlatform("windows")]
internal static class Container
{
    /// <summary>
    /// Windows sets the value <c>ContainerType</c> in the registry of a container; elsewhere it does not exist. Only
    /// the error "not found" means outside of a container.
    /// </summary>
    public static bool IsInside =>
        KernelBase.FindValue(@"SYSTEM\CurrentControlSet\Control", "ContainerType") != Win32Error.FileNotFound;
}
