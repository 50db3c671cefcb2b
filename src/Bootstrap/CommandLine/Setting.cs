using System.CommandLine;
using System.CommandLine.Parsing;
using Bootstrap.Logging;

namespace Bootstrap.CommandLine;

/// <summary>
/// One option with its environment variable. The option overrides the variable; both use the same parser. An error
/// names the one that has the bad value.
/// </summary>
/// <typeparam name="T">The type of the parsed value.</typeparam>
internal sealed class Setting<T> : Option<string[]>, ISetting
{
    private readonly string _allowed;
    private readonly ParseValue<T> _parse;

    /// <param name="name">The option, <c>--mode</c>.</param>
    /// <param name="variable">The environment variable, or null.</param>
    /// <param name="valueName">The name of the value in the help text.</param>
    /// <param name="defaultText">The default, as the help text shows it.</param>
    /// <param name="help">What the option does.</param>
    /// <param name="allowed">The allowed values, for the error message "VALUE is not ...".</param>
    /// <param name="parse">Parses one value.</param>
    public Setting(
        string name, string? variable, string valueName, string defaultText, string help, string allowed,
        ParseValue<T> parse
    )
        : base(name)
    {
        Variable = variable;
        HelpName = valueName;
        Description = $"{help} [{(variable is null ? string.Empty : $"{variable}, ")}default {defaultText}]";
        Arity = ArgumentArity.OneOrMore;
        AllowMultipleArgumentsPerToken = false;
        CustomParser = static result => Texts(result.Tokens); // eng/unused-code removes the library's conversions
        _allowed = allowed;
        _parse = parse;
    }

    /// <summary>An option without a value. It means the same as <c>true</c> in its environment variable.</summary>
    public static Setting<T> Switch(string name, string variable, string help, string allowed, ParseValue<T> parse) =>
        new(name, variable, valueName: string.Empty, "false", help, allowed, parse) { Arity = ArgumentArity.Zero };

    public string? Variable { get; }

    /// <summary>
    /// Whether commas separate values in the option. They always do in the variable of a repeatable option.
    /// </summary>
    public bool OptionTakesCommas { get; init; } = true;

    /// <summary>
    /// The value, or <paramref name="defaultValue"/> when neither the option nor the variable is given.
    /// </summary>
    /// <exception cref="BootstrapException">The value is not allowed, or the option is given twice.</exception>
    public T Read(ParseResult arguments, Func<string, string?> variable, T defaultValue)
    {
        var (source, texts) = Texts(arguments, variable);
        return texts.Length switch
        {
            0 => defaultValue,
            1 => Parse(source, texts[0]),
            _ => throw new BootstrapException(Messages.OptionRepeated, [source, texts.Length]),
        };
    }

    /// <summary>
    /// All values of a repeatable option, without duplicates; none when neither the option nor the variable is given.
    /// Commas separate values; empty values are ignored.
    /// </summary>
    /// <exception cref="BootstrapException">A value is not allowed.</exception>
    public List<T> ReadAll(ParseResult arguments, Func<string, string?> variable)
    {
        var (source, texts) = Texts(arguments, variable);
        var values = new List<T>();
        foreach (var text in source == Name && !OptionTakesCommas ? texts : CommaSeparated.Values(texts))
        {
            var value = Parse(source, text);
            if (!values.Contains(value))
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>The name for messages: the option if it is given, otherwise the variable.</summary>
    public string SourceIn(ParseResult arguments) =>
        arguments.GetResult(this) is null && Variable is not null ? Variable : Name;

    /// <summary>An empty variable counts as not set: a Dockerfile cannot remove a variable of its base image.</summary>
    private (string Source, string[] Texts) Texts(ParseResult arguments, Func<string, string?> variable)
    {
        if (arguments.GetResult(this) is { } result)
        {
            return (Name, Arity.MaximumNumberOfValues == 0 ? ["true"] : Texts(result.Tokens));
        }

        return Variable is not null && variable(Variable) is { Length: > 0 } text ? (Variable, [text]) : (Name, []);
    }

    private static string[] Texts(IReadOnlyList<Token> tokens) => [.. tokens.Select(token => token.Value)];

    private T Parse(string source, string text) => _parse(text) is { } parsed
        ? parsed.Value
        : throw new BootstrapException(Messages.ValueNotAllowed, [source, text, _allowed]);
}
