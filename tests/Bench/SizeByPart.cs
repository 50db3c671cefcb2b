using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Bench;

/// <summary>A part of the exe.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">Bytes of code, GC information and exception tables, the same in the file.</param>
/// <param name="Data">Bytes of data in memory. The file holds types in a packed form, ILC's "DehydratedData".</param>
internal sealed record Part(string Name, long Code, long Data);

/// <summary>
/// The size of the exe by part, from ILC's .mstat file: an assembly whose global methods hold lists instead of code, as
/// pairs of a token or a string and constants (dotnet/runtime, MstatObjectDumper.cs, format 2).
/// </summary>
internal sealed class SizeByPart
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly Dictionary<string, Part> _assemblies = [];
    private readonly Dictionary<string, Part> _namespaces = [];
    private readonly Dictionary<string, Part> _blobs = [];

    private SizeByPart(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        if (_metadata.GetAssemblyDefinition().Version.Major != 2)
        {
            throw new InvalidOperationException(
                $"the format of the .mstat file is {_metadata.GetAssemblyDefinition().Version}, not 2"
            );
        }

        // token, size, size of the GC information, of the exception handling, name
        foreach (var (token, numbers) in Read("Methods", 4))
        {
            Add(token, numbers[0] + numbers[1] + numbers[2], 0);
        }

        // token, size, name
        foreach (var (token, numbers) in Read("Types", 2))
        {
            Add(token, 0, numbers[0]);
        }

        // name, size
        foreach (var (token, numbers) in Read("Blobs", 1))
        {
            var name = _metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(token));
            Count(_blobs, name, 0, numbers[0]);
        }
    }

    /// <summary>By assembly, the largest first.</summary>
    public IReadOnlyList<Part> Assemblies => Largest(_assemblies);

    /// <summary>By namespace.</summary>
    public IReadOnlyList<Part> Namespaces => Largest(_namespaces);

    /// <summary>Data that does not belong to a single type or method, by kind.</summary>
    public IReadOnlyList<Part> Blobs => Largest(_blobs);

    /// <summary>The exe's sections, and the bytes of each in the file.</summary>
    public static IReadOnlyList<Part> Sections(string exe)
    {
        using var file = new PEReader(File.OpenRead(exe));
        return
        [
            .. file.PEHeaders.SectionHeaders.Select(section => new Part(
                section.Name, section.SizeOfRawData, section.VirtualSize
            )),
        ];
    }

    public static SizeByPart Read(string mstat)
    {
        using var file = new PEReader(File.OpenRead(mstat));
        return new SizeByPart(file);
    }

    private static List<Part> Largest(Dictionary<string, Part> parts) =>
        [.. parts.Values.OrderByDescending(part => part.Code + part.Data)];

    private static void Count(Dictionary<string, Part> parts, string name, long code, long data)
    {
        var part = parts.GetValueOrDefault(name) ?? new Part(name, 0, 0);
        parts[name] = part with { Code = part.Code + code, Data = part.Data + data };
    }

    private void Add(int token, long code, long data)
    {
        var (assembly, space) = Owner(MetadataTokens.EntityHandle(token));
        Count(_assemblies, assembly, code, data);
        Count(_namespaces, $"{space} ({assembly})", code, data);
    }

    /// <summary>The entries of one list: a token each, followed by a fixed count of numbers.</summary>
    private IEnumerable<(int Token, int[] Numbers)> Read(string list, int count)
    {
        var method = _metadata
            .GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(1))
            .GetMethods()
            .Select(_metadata.GetMethodDefinition)
            .First(candidate => _metadata.StringComparer.Equals(candidate.Name, list));
        var values = Values(_file.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
        for (var index = 0; index + count < values.Count; index += count + 1)
        {
            yield return (values[index], [.. values.Skip(index + 1).Take(count)]);
        }
    }

    /// <summary>The operands of the instructions that these lists consist of.</summary>
    private static List<int> Values(BlobReader code)
    {
        var values = new List<int>();
        while (code.RemainingBytes > 0)
        {
            var instruction = (ILOpCode)code.ReadByte();
            switch (instruction)
            {
                case ILOpCode.Ldtoken or ILOpCode.Ldstr or ILOpCode.Ldc_i4:
                    values.Add(code.ReadInt32());
                    break;
                case ILOpCode.Ldc_i4_s:
                    values.Add(code.ReadSByte());
                    break;
                case >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8:
                    values.Add(instruction - ILOpCode.Ldc_i4_0);
                    break;
                case ILOpCode.Ret or ILOpCode.Nop:
                    break;
                default:
                    throw new InvalidOperationException(
                        $"the .mstat file has an instruction that is not expected there: {instruction}"
                    );
            }
        }

        return values;
    }

    private (string Assembly, string Namespace) Owner(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return Owner(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MemberReference:
                return Owner(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
            case HandleKind.TypeSpecification:
                return Owner(
                    _metadata.GetBlobReader(_metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature)
                );
            case HandleKind.TypeReference:
                var type = _metadata.GetTypeReference((TypeReferenceHandle)handle);
                return type.ResolutionScope.Kind == HandleKind.TypeReference
                    ? Owner(type.ResolutionScope)
                    : (
                        Assembly(type.ResolutionScope),
                        _metadata.GetString(type.Namespace) is { Length: > 0 } space ? space : "(made by the compiler)"
                    );
            default:
                return ("(made by the compiler)", "(made by the compiler)");
        }
    }

    /// <summary>
    /// The owner of a constructed type: that of the generic definition, or of an array's element type.
    /// </summary>
    private (string Assembly, string Namespace) Owner(BlobReader signature)
    {
        while (true)
        {
            switch (signature.ReadSignatureTypeCode())
            {
                case SignatureTypeCode.SZArray
                or SignatureTypeCode.Array
                or SignatureTypeCode.Pointer
                or SignatureTypeCode.ByReference:
                    continue;
                case SignatureTypeCode.GenericTypeInstance:
                    signature.ReadByte();
                    return Owner(signature.ReadTypeHandle());
                case SignatureTypeCode.TypeHandle:
                    return Owner(signature.ReadTypeHandle());
                default:
                    return ("System.Private.CoreLib", "System");
            }
        }
    }

    private string Assembly(EntityHandle scope) => scope.Kind == HandleKind.AssemblyReference
        ? _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
        : "(made by the compiler)";
}
