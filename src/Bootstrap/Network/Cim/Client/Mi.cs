using System.Runtime.InteropServices;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>
/// The binary interface of the MI client of Windows, mi.dll (mi.h of the Windows SDK,
/// https://learn.microsoft.com/windows/win32/api/mi/). The DLL exports one function; all others are in tables that the
/// objects point to. Only the used entries of the tables are declared. x64 has one calling convention.
/// </summary>
internal static unsafe class Mi
{
    /// <summary>A DLL in System32. Nano Server does not have it.</summary>
    public const string FileName = "mi.dll";

    /// <summary>MI_Application_Initialize in the header.</summary>
    public const string EntryPoint = "MI_Application_InitializeV1";

    /// <summary>An input parameter of a method.</summary>
    [Native("MI_FLAG_IN")] public const uint FlagIn = 1 << 13;

    /// <summary>An element without a value.</summary>
    [Native("MI_FLAG_NULL")] public const uint FlagNull = 1 << 29;

    [Native("MI_REASON_NONE")] public const int ReasonNone = 0;

    /// <summary>The option of MI_OperationOptions_SetTimeout, an inline function of the header.</summary>
    public const string TimeoutOption = "__MI_OPERATIONOPTIONS_TIMEOUT";

    /// <summary>The size of an entry of a function table.</summary>
    [Native("sizeof(void *)")] private const int Slot = 8;

    [Native("MI_Application")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct Application
    {
        [Native("reserved1")] public ulong Reserved1;
        [Native("reserved2")] public nint Reserved2;
        [Native("ft")] public ApplicationFunctions* Functions;
    }

    [Native("MI_Session")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct Session
    {
        [Native("reserved1")] public ulong Reserved1;
        [Native("reserved2")] public nint Reserved2;
        [Native("ft")] public SessionFunctions* Functions;
    }

    [Native("MI_Operation")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct Operation
    {
        [Native("reserved1")] public ulong Reserved1;
        [Native("reserved2")] public nint Reserved2;
        [Native("ft")] public OperationFunctions* Functions;
    }

    [Native("MI_OperationOptions")]
    [StructLayout(LayoutKind.Sequential)]
    internal struct OperationOptions
    {
        [Native("reserved1")] public ulong Reserved1;
        [Native("reserved2")] public nint Reserved2;
        [Native("ft")] public OperationOptionsFunctions* Functions;
    }

    [Native("MI_ApplicationFT")]
    [StructLayout(LayoutKind.Explicit, Size = 11 * Slot)]
    internal struct ApplicationFunctions
    {
        /// <summary>Waits until all sessions are closed.</summary>
        [FieldOffset(0 * Slot)] public delegate* unmanaged<Application*, MiResult> Close;

        /// <summary>
        /// application, protocol, destination, options, callbacks, extendedError (the caller deletes it), session.
        /// </summary>
        [FieldOffset(1 * Slot)]
        public delegate* unmanaged<Application*, char*, char*, void*, void*, Instance**, Session*, MiResult> NewSession;

        /// <summary>application, className, classRTTI, instance.</summary>
        [FieldOffset(3 * Slot)]
        public delegate* unmanaged<Application*, char*, void*, Instance**, MiResult> NewInstance;

        /// <summary>application, customOptionsMustUnderstand, options.</summary>
        [FieldOffset(5 * Slot)]
        public delegate* unmanaged<Application*, byte, OperationOptions*, MiResult> NewOperationOptions;
    }

    [Native("MI_SessionFT")]
    [StructLayout(LayoutKind.Explicit, Size = 15 * Slot)]
    internal struct SessionFunctions
    {
        /// <summary>
        /// session, completionContext, completionCallback. Without a callback it waits until the session is closed.
        /// </summary>
        [FieldOffset(0 * Slot)] public delegate* unmanaged<Session*, void*, void*, MiResult> Close;

        /// <summary>session, flags, options, namespace, instance, callbacks, operation.</summary>
        [FieldOffset(5 * Slot)]
        public delegate* unmanaged<
            Session*, uint, OperationOptions*, char*, Instance*, void*, Operation*, void> DeleteInstance;

        /// <summary>
        /// session, flags, options, namespace, class, method, instance, parameters, callbacks, operation.
        /// </summary>
        [FieldOffset(6 * Slot)]
        public delegate* unmanaged<
            Session*, uint, OperationOptions*, char*, char*, char*, Instance*, Instance*, void*, Operation*,
            void> Invoke;

        /// <summary>session, flags, options, namespace, dialect, query, callbacks, operation.</summary>
        [FieldOffset(8 * Slot)]
        public delegate* unmanaged<
            Session*, uint, OperationOptions*, char*, char*, char*, void*, Operation*, void> QueryInstances;
    }

    [Native("MI_OperationFT")]
    [StructLayout(LayoutKind.Explicit, Size = 6 * Slot)]
    internal struct OperationFunctions
    {
        /// <summary>Fails until the last result has been read.</summary>
        [FieldOffset(0 * Slot)] public delegate* unmanaged<Operation*, MiResult> Close;

        /// <summary>operation, reason. All results must still be read.</summary>
        [FieldOffset(1 * Slot)] public delegate* unmanaged<Operation*, int, MiResult> Cancel;

        /// <summary>
        /// operation, instance, moreResults, result, errorMessage, completionDetails. The results are valid until the
        /// next call.
        /// </summary>
        [FieldOffset(3 * Slot)]
        public delegate* unmanaged<Operation*, Instance**, byte*, MiResult*, char**, Instance**, MiResult> GetInstance;
    }

    [Native("MI_OperationOptionsFT")]
    [StructLayout(LayoutKind.Explicit, Size = 13 * Slot)]
    internal struct OperationOptionsFunctions
    {
        [FieldOffset(0 * Slot)] public delegate* unmanaged<OperationOptions*, void> Delete;

        /// <summary>options, name, value, flags.</summary>
        [FieldOffset(11 * Slot)]
        public delegate* unmanaged<OperationOptions*, char*, Interval*, uint, MiResult> SetInterval;
    }

    [Native("MI_InstanceFT")]
    [StructLayout(LayoutKind.Explicit, Size = 18 * Slot)]
    internal struct InstanceFunctions
    {
        [FieldOffset(2 * Slot)] public delegate* unmanaged<Instance*, MiResult> Delete;

        /// <summary>instance, name, value (copied), type, flags.</summary>
        [FieldOffset(8 * Slot)] public delegate* unmanaged<Instance*, char*, Value*, MiType, uint, MiResult> AddElement;

        /// <summary>instance, name, value, type, flags, index.</summary>
        [FieldOffset(11 * Slot)]
        public delegate* unmanaged<Instance*, char*, Value*, MiType*, uint*, uint*, MiResult> GetElement;
    }

    /// <summary>Created by MI. Clients do not use its other members.</summary>
    [Native("MI_Instance")]
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct Instance
    {
        [Native("ft")][FieldOffset(0)] public InstanceFunctions* Functions;
    }

    /// <summary>A union. A separate MI_Type says which member is set.</summary>
    [Native("MI_Value")]
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    internal struct Value
    {
        [Native("boolean")][FieldOffset(0)] public byte Boolean;
        [Native("uint8")][FieldOffset(0)] public byte UInt8;
        [Native("uint16")][FieldOffset(0)] public ushort UInt16;
        [Native("uint32")][FieldOffset(0)] public uint UInt32;
        [Native("string")][FieldOffset(0)] public char* String;
    }

    [Native("MI_Interval")]
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    internal struct Interval
    {
        [Native("days")] public uint Days;
        [Native("hours")] public uint Hours;
        [Native("minutes")] public uint Minutes;
        [Native("seconds")] public uint Seconds;
        [Native("microseconds")] public uint Microseconds;
    }
}
