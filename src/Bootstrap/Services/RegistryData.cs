namespace Bootstrap.Services;

/// <summary>A registry value as it is stored.</summary>
/// <param name="type">Its type, such as 7 (REG_MULTI_SZ), winnt.h.</param>
/// <param name="data">Its data.</param>
internal sealed class RegistryData(uint type, byte[] data)
{
    public uint Type => type;

    public byte[] Data => data;
}
