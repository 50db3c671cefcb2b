using System.Text.RegularExpressions;
using Bootstrap.Abi;
using Bootstrap.Network.Cim;

// abi ROOT: compares the declarations of bootstrap.exe, of the stand-in mi.dll and of the link with the Windows SDK's
// headers, and the exe's imports with its import libraries. Prints what was compared; exit code 1 on a difference.
var root = args is [var folder] ? Path.GetFullPath(folder) : throw new ArgumentException("abi ROOT");
using var sdk = new Sdk(root);
var declarations = new Declarations(typeof(Mi).Assembly);
var failures = new List<string>(declarations.Mistakes);
Console.WriteLine($"Windows SDK {sdk.Version}, clang");

// 1. Our declarations.
failures.AddRange(Check(declarations.Assertions));
var mi = File.ReadAllText(Path.Combine(sdk.Headers, "um", "mi.h"));
failures.AddRange(
    declarations
        .Texts.Where(text => !mi.Contains(text, StringComparison.Ordinal))
        .Select(text => $"'{text}' is not in mi.h")
);
foreach (
    var kind in declarations
        .Assertions.GroupBy(assertion => assertion.Kind)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
)
{
    Console.WriteLine($"  bootstrap.exe's declarations: {kind.Count()} assertions of {kind.Key}");
}

Console.WriteLine($"  bootstrap.exe's declarations: {declarations.Texts.Count} strings that are in mi.h");

// 2. The link's declarations in C.
var link = Path.Combine(root, "eng", "abi", "link.c");
failures.AddRange(Sdk.Errors(sdk.CompileFile(link)));
Console.WriteLine(
    $"  eng/linux-link, eng/late-dlls and eng/no-com: {Regex.Count(File.ReadAllText(link), "^(SIZE|OFFSET|VALUE)", RegexOptions.Multiline)} assertions"
);

// 3. The stand-in's mi_abi.h.
var standIn = File.ReadAllText(Path.Combine(root, "sandbox", "native", "mi", "mi_abi.h"));
var (layouts, values) = StandIn.Compare(sdk, standIn, failures);
Console.WriteLine(
    $"  the stand-in's mi_abi.h: {layouts.Records} records with {layouts.Members} members, {values} values"
);

// 4. Imports.
var imports = Imports.Of(Path.Combine(root, "artifacts", "win-x64", "bootstrap.exe"));
var loaded = declarations
    .Functions.Where(function => !imports.Any(import => import.Function == function.Function))
    .Distinct()
    .Append((Dll: Mi.FileName, Function: Mi.EntryPoint))
    .ToList();
var everyWindows = sdk.Library("um/x64/OneCore.Lib");
var nanoServer = sdk.Library("um/x64/nanosrv.lib");
var runtime = sdk.Library("ucrt/x64/ucrt.lib");
var ntdll = sdk.Library("um/x64/ntdll.lib");

// Functions of Visual C++'s static runtime. The link on Linux imports them from ntdll.dll; the SDK's ntdll.lib does not
// list them. eng/linux-link names the source. Microsoft's linker puts them into the exe.
var ntdllDefinition = Path.Combine("eng", "linux-link", "crt", "ntdll.def");
var staticRuntime = new Library(
    ntdllDefinition,
    File.ReadLines(Path.Combine(root, ntdllDefinition))
        .SkipWhile(line => line != "EXPORTS")
        .Skip(1)
        .ToLookup(line => line, _ => "ntdll.dll")
);
Library[] ofTheirDlls =
[
    sdk.Library("um/x64/AdvAPI32.Lib"), sdk.Library("um/x64/bcrypt.lib"), sdk.Library("um/x64/iphlpapi.lib"),
    sdk.Library("um/x64/kernel32.Lib"), sdk.Library("um/x64/mi.lib"), sdk.Library("um/x64/winhttp.lib"),
    sdk.Library("um/x64/OneCore_apiset.Lib"), runtime, ntdll, staticRuntime,
];
failures.AddRange(Missing(imports, "imported", everyWindows, runtime, ntdll, staticRuntime));
failures.AddRange(Missing(loaded, "loaded on first use", everyWindows, nanoServer, ntdll));
failures.AddRange(InAnotherDll(imports.Concat(loaded)));
Print(imports, "imported", everyWindows, runtime, ntdll, staticRuntime);
Print(loaded, "loaded on first use", everyWindows, nanoServer, ntdll);
Console.WriteLine($"  of the DLL that the SDK's import libraries name: {imports.Count + loaded.Count} functions");

// 5. Proof that each comparison can fail.
var cheats = SelfCheck();
Console.WriteLine($"  {cheats} deliberate mistakes were found");

foreach (var failure in failures)
{
    Console.Error.WriteLine($"abi: {failure}");
}

Console.WriteLine(failures.Count == 0 ? "all agree" : $"{failures.Count} differences");
return failures.Count == 0 ? 0 : 1;

IReadOnlyList<string> Check(IEnumerable<Assertion> assertions) =>
    Sdk.Errors(
        sdk.Compile(
            $"#include \"headers.h\"\n{string.Join('\n', assertions.Select(assertion => assertion.ToCpp()))}\n",
            ".cpp", "-std=c++17"
        )
    );

static IEnumerable<string> Missing(
    IEnumerable<(string Dll, string Function)> functions, string how, params Library[] libraries
) =>
    functions
        .Where(function => !libraries.Any(library => library.Has(function.Function)))
        .Select(function =>
            $"{function.Dll}!{function.Function}, {how}, is in none of {string.Join(", ", libraries.Select(library => library.Name))}"
        );

IEnumerable<string> InAnotherDll(IEnumerable<(string Dll, string Function)> functions) =>
    functions
        .Where(function => !ofTheirDlls.Any(library => library.Has(function.Dll, function.Function)))
        .Select(function => $"no import library has {function.Function} in {function.Dll}");

static void Print(IEnumerable<(string Dll, string Function)> functions, string how, params Library[] libraries)
{
    foreach (
        var library in functions.GroupBy(function =>
            libraries.FirstOrDefault(library => library.Has(function.Function))
        )
    )
    {
        Console.WriteLine($"  {how}: {library.Count()} functions of {library.Key?.Name ?? "no library"}");
    }
}

int SelfCheck()
{
    var found = 0;

    // One assertion of each kind, with a wrong right side.
    var altered = declarations
        .Assertions.GroupBy(assertion => assertion.Kind)
        .Select(kind => kind.First() with { Right = kind.Key == "signature" ? "false" : $"{kind.First().Right} + 1" })
        .ToList();
    var said = Check(altered);
    foreach (var assertion in altered)
    {
        Expect(
            said.Any(line => line.Contains($"{assertion.Kind} of {assertion.Declaration}", StringComparison.Ordinal)),
            $"a wrong {assertion.Kind} of {assertion.Declaration}"
        );
    }

    // A function with another number of parameters; a member and a value of the stand-in; a function of the desktop.
    Expect(
        Check([new("a test", "signature", "Signature<decltype(&::CloseHandle)>::has<4, 8, 8>()", "true")]).Count > 0,
        "a parameter too many"
    );
    Expect(
        Differences(
            standIn.Replace(
                "MI_Uint32 days;\n    MI_Uint32 hours;", "MI_Uint32 hours;\n    MI_Uint32 days;",
                StringComparison.Ordinal
            )
        ),
        "two exchanged members in mi_abi.h"
    );
    Expect(
        Differences(standIn.Replace("MI_RESULT_NOT_FOUND = 6", "MI_RESULT_NOT_FOUND = 8", StringComparison.Ordinal)),
        "a wrong value in mi_abi.h"
    );
    Expect(
        Missing([("GDI32.dll", "AddFontResourceW")], "imported", everyWindows).Any(),
        "an import that is not in OneCore.Lib"
    );
    Expect(InAnotherDll([("ADVAPI32.dll", "CreateProcessW")]).Any(), "a function of another DLL");
    return found;

    void Expect(bool isFound, string what)
    {
        found += isFound ? 1 : 0;
        if (!isFound)
        {
            failures.Add($"self-check: {what} was not found");
        }
    }

    bool Differences(string text)
    {
        var differences = new List<string>();
        StandIn.Compare(sdk, text, differences);
        return text != standIn && differences.Count > 0;
    }
}
