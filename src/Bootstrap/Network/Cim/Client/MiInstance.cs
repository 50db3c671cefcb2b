namespace Bootstrap.Network.Cim;

/// <summary>
/// An MI_Instance: a row of a result, valid until the next row is read, or the parameters of a method.
/// </summary>
internal readonly unsafe struct MiInstance(Mi.Instance* native)
{
    public Mi.Instance* Native { get; } = native;

    /// <summary>
    /// A property's value; null if it is missing, null, or of an unsupported type.
    /// </summary>
    public object? Value(string property)
    {
        Mi.Value value;
        MiType type;
        uint flags;
        fixed (char* name = property)
        {
            if (
                Native->Functions->GetElement(Native, name, &value, &type, &flags, null) != MiResult.Ok
                || (flags & Mi.FlagNull) != 0
            )
            {
                return null;
            }
        }

        return type switch
        {
            MiType.Boolean => value.Boolean != 0,
            MiType.UInt8 => value.UInt8,
            MiType.UInt16 => value.UInt16,
            MiType.UInt32 => value.UInt32,
            MiType.String when value.String != null => new string(value.String),
            _ => null,
        };
    }

    /// <summary>Adds an input parameter: a string, a <see cref="ushort"/> or a <see cref="uint"/>.</summary>
    /// <exception cref="MiException">MI refused the parameter.</exception>
    public void Add(string parameter, object value)
    {
        fixed (char* text = value as string)
        {
            var (native, type) = value switch
            {
                ushort number => (new Mi.Value { UInt16 = number }, MiType.UInt16),
                uint number => (new Mi.Value { UInt32 = number }, MiType.UInt32),
                _ => (new Mi.Value { String = text }, MiType.String),
            };
            fixed (char* name = parameter)
            {
                MiFailure.ThrowIfFailed(Native->Functions->AddElement(Native, name, &native, type, Mi.FlagIn));
            }
        }
    }
}
