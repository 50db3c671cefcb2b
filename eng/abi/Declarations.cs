using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bootstrap.Windows;

namespace Bootstrap.Abi;

/// <summary>
/// The Windows declarations of bootstrap.dll as assertions: structs, enums, constants and functions. In scope is every
/// type in the namespace Bootstrap.Windows and every type with a <see cref="NativeAttribute"/> on it or in it,
/// including nested types. Every declaration in scope must have a counterpart in C, by its name or by an attribute.
/// </summary>
internal sealed class Declarations
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private readonly List<Assertion> _assertions = [];
    private readonly List<string> _mistakes = [];
    private readonly List<string> _texts = [];
    private readonly List<(string Dll, string Function)> _functions = [];

    public Declarations(Assembly assembly)
    {
        var types = assembly
            .GetTypes()
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .ToList();
        foreach (var type in types.Where(type => IsInScope(type)))
        {
            Add(type);
        }

        AddPointers(types);
        foreach (
            var method in types
                .SelectMany(type => type.GetMethods(Declared))
                .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        )
        {
            var import = method.GetCustomAttribute<DllImportAttribute>()!;
            var function = import.EntryPoint ?? method.Name;
            _functions.Add((import.Value, function));
            _assertions.Add(
                SignatureOf(
                    $"{import.Value}!{function}", $"decltype(&::{function})", method.ReturnType,
                    method.GetParameters().Select(parameter => parameter.ParameterType)
                )
            );
        }
    }

    public IReadOnlyList<Assertion> Assertions => _assertions;

    /// <summary>Declarations without a counterpart in C.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Strings that must occur in a header.</summary>
    public IReadOnlyList<string> Texts => _texts;

    public IReadOnlyList<(string Dll, string Function)> Functions => _functions;

    private static bool IsInScope(Type type) =>
        (type.Namespace == "Bootstrap.Windows" && type != typeof(NativeAttribute))
        || type.IsDefined(typeof(NativeAttribute))
        || type.GetFields(Declared).Any(field => field.IsDefined(typeof(NativeAttribute)))
        || (type.DeclaringType is { } outer && IsInScope(outer));

    /// <summary>Functions called by address: parameters with an attribute.</summary>
    private void AddPointers(IEnumerable<Type> types)
    {
        foreach (
            var parameter in types
                .SelectMany(type => type.GetMethods(Declared))
                .SelectMany(method => method.GetParameters())
                .Where(parameter => parameter.IsDefined(typeof(NativeAttribute)))
        )
        {
            var function = parameter.GetCustomAttribute<NativeAttribute>()!.C;
            _assertions.Add(
                SignatureOf(
                    $"{DisplayName(parameter.Member.DeclaringType!)}, {function}", $"decltype(&::{function})",
                    parameter.ParameterType.GetFunctionPointerReturnType(),
                    parameter.ParameterType.GetFunctionPointerParameterTypes()
                )
            );
        }
    }

    private void Add(Type type)
    {
        if (type.IsEnum)
        {
            AddEnum(type);
        }
        else if (type.IsValueType)
        {
            AddStruct(type);
        }

        if (!type.IsEnum)
        {
            foreach (
                var constant in type.GetFields(Declared)
                    .Where(field => field.IsLiteral && !field.Name.Contains('<', StringComparison.Ordinal))
            )
            {
                AddConstant(constant);
            }
        }
    }

    private void AddEnum(Type type)
    {
        if (NameOf(type, defaultName: null) is not { } name)
        {
            return;
        }

        _assertions.Add(
            new Assertion(DisplayName(type), "size", $"sizeof({name})", $"{SizeOf(type.GetEnumUnderlyingType())}")
        );
        foreach (var member in type.GetFields(Declared).Where(field => field.IsLiteral))
        {
            AddConstant(member);
        }
    }

    private void AddConstant(FieldInfo constant)
    {
        var value = constant.GetRawConstantValue();
        if (NameOf(constant, UpperSnakeCase(constant.Name)) is not { } name)
        {
            return;
        }

        if (value is string text)
        {
            // The import libraries prove the names of DLLs.
            if (!text.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            {
                _texts.Add(text);
            }
        }
        else
        {
            // Compared as bits of the constant's width: the sign of a macro is arbitrary.
            var bits = value switch
            {
                byte or sbyte => "unsigned char",
                ushort or short or char => "unsigned short",
                uint or int => "unsigned int",
                _ => "unsigned long long",
            };
            var number = Convert.ToString(
                value is char character ? (int)character : value, CultureInfo.InvariantCulture
            );
            _assertions.Add(
                new Assertion(
                    $"{DisplayName(constant.DeclaringType!)}.{constant.Name}", "value", $"VALUE(({bits})({name}))",
                    $"({bits}){number}{(bits.Contains("long", StringComparison.Ordinal) ? "LL" : "")}"
                )
            );
        }
    }

    private void AddStruct(Type type)
    {
        if (NameOf(type, defaultName: null) is not { } name)
        {
            return;
        }

        if (type.GetCustomAttribute<NativeAttribute>()?.IsBeginning != true)
        {
            _assertions.Add(new Assertion(DisplayName(type), "size", $"sizeof({name})", $"{SizeOf(type)}"));
        }

        foreach (var field in type.GetFields(Declared).Where(field => !field.IsStatic))
        {
            if (NameOf(field, field.Name) is not { } path)
            {
                continue;
            }

            var display = $"{DisplayName(type)}.{field.Name}";
            _assertions.Add(new Assertion(display, "offset", $"offsetof({name}, {path})", $"{OffsetOf(type, field)}"));
            _assertions.Add(
                new Assertion(display, "size", $"sizeof((({name} *)0)->{path})", $"{SizeOf(field.FieldType)}")
            );
            if (field.FieldType.IsFunctionPointer)
            {
                _assertions.Add(
                    SignatureOf(
                        display, $"decltype((({name} *)0)->{path})", field.FieldType.GetFunctionPointerReturnType(),
                        field.FieldType.GetFunctionPointerParameterTypes()
                    )
                );
            }
        }
    }

    /// <summary>The declaration's counterpart in C; null if it does not belong to Windows.</summary>
    private string? NameOf(MemberInfo member, string? defaultName)
    {
        var display = member is Type type ? DisplayName(type) : $"{DisplayName(member.DeclaringType!)}.{member.Name}";
        if (member.GetCustomAttribute<NativeAttribute>() is { } attribute)
        {
            if (attribute.C is null && string.IsNullOrWhiteSpace(attribute.Reason))
            {
                _mistakes.Add($"{display}: [Native(null)] needs a Reason");
            }

            return attribute.C;
        }

        if (defaultName is null)
        {
            _mistakes.Add($"{display}: [Native(\"...\")] must say what it is in C");
        }

        return defaultName;
    }

    private static Assertion SignatureOf(string declaration, string type, Type result, IEnumerable<Type> parameters) =>
        new(
            declaration, "signature",
            $"Signature<{type}>::has<{string.Join(", ", parameters.Prepend(result).Select(SizeOf))}>()", "true"
        );

    private static int SizeOf(Type type)
    {
        if (type == typeof(void))
        {
            return 0;
        }

        if (type.IsPointer || type.IsFunctionPointer || type.IsByRef)
        {
            return 8;
        }

        if (!type.IsValueType)
        {
            throw new NotSupportedException($"{type} has no size");
        }

        return (int)
            typeof(Unsafe)
                .GetMethod(nameof(Unsafe.SizeOf))!
                .MakeGenericMethod(type.IsEnum ? type.GetEnumUnderlyingType() : type)
                .Invoke(null, null)!;
    }

    /// <summary>The offset of a field in the runtime's layout: the difference of two addresses.</summary>
    private static int OffsetOf(Type type, FieldInfo field)
    {
        var method = new DynamicMethod(
            "OffsetOf", typeof(int), [type.MakeByRefType()], typeof(Declarations).Module, skipVisibility: true
        );
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
        return (int)method.Invoke(null, [Activator.CreateInstance(type)])!;
    }

    private static string DisplayName(Type type) =>
        type.DeclaringType is { } outer ? $"{DisplayName(outer)}.{type.Name}" : type.Name;

    /// <summary>ErrorMoreData: ERROR_MORE_DATA.</summary>
    private static string UpperSnakeCase(string name) =>
        string.Concat(
            name.Select(
                (character, index) =>
                    index > 0 && char.IsUpper(character) ? $"_{character}" : $"{char.ToUpperInvariant(character)}"
            )
        );
}
