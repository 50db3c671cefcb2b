using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>MI_Type: the types of values that bootstrap uses.</summary>
[Native("MI_Type")]
internal enum MiType
{
    [Native("MI_BOOLEAN")] Boolean = 0,
    [Native("MI_UINT8")] UInt8 = 1,
    [Native("MI_UINT16")] UInt16 = 3,
    [Native("MI_UINT32")] UInt32 = 5,
    [Native("MI_STRING")] String = 13,
}
