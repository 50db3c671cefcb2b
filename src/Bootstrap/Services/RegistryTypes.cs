namespace Bootstrap.Services;

/// <summary>Types of registry values, winnt.h.</summary>
internal static class RegistryTypes
{
    /// <summary>REG_MULTI_SZ.</summary>
    public const uint MultiString = 7;
}
