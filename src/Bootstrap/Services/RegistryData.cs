namespace Bootstrap.Services;

/// <summary>A registry value as it is stored.</summary>
/// <param name="Type">Its type, such as 7 (REG_MULTI_SZ), winnt.h.</param>
/// <param name="Data">Its data.</param>
internal sealed record RegistryData(uint Type, byte[] Data);
