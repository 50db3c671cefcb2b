using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Repository.Tests;

/// <summary>
/// Reads as much of HCL, Terraform's language, as one configuration file needs: blocks, attributes, literals. Every
/// other expression is taken whole, with its brackets and strings balanced.
/// </summary>
/// <remarks>
/// The form of the result is that of Terraform's own JSON syntax: <c>resource "a" "b" { }</c> is
/// <c>resource.a.b[0]</c>, and an expression is a string <c>${...}</c>.
/// </remarks>
internal sealed class Hcl
{
    private readonly string _text;
    private int _position;

    private Hcl(string text) => _text = text;

    /// <exception cref="FormatException">It is not HCL, or more of it than is known here.</exception>
    public static JsonObject Parse(string text)
    {
        var reader = new Hcl(text);
        var body = reader.ReadBody();
        return reader.AtEnd ? body : throw reader.Unexpected("a block or an attribute");
    }

    /// <summary>Reads what stands behind an equals sign.</summary>
    public static JsonNode? ParseExpression(string text) => new Hcl(text).ReadExpression();

    private bool AtEnd => _position >= _text.Length;

    private char Current => AtEnd ? '\0' : _text[_position];

    private FormatException Unexpected(string expected) =>
        new($"line {_text.AsSpan(0, Math.Min(_position, _text.Length)).Count('\n') + 1}: expected {expected}, found '{Current}'");

    private JsonObject ReadBody()
    {
        var body = new JsonObject();
        for (SkipBlanks(lines: true); !AtEnd && Current != '}'; SkipBlanks(lines: true))
        {
            var name = ReadName();
            SkipBlanks(lines: false);
            if (Current == '=')
            {
                _position++;
                body.Add(name, ReadExpression());
                SkipBlanks(lines: false);
                if (!AtEnd && Current is not ('\n' or '}'))
                {
                    throw Unexpected("the end of the line");
                }
            }
            else
            {
                ReadBlock(body, name);
            }
        }

        return body;
    }

    private void ReadBlock(JsonObject body, string name)
    {
        var parent = body;
        for (; Current != '{'; SkipBlanks(lines: false))
        {
            parent = (JsonObject)(parent[name] ??= new JsonObject());
            name = Current == '"' ? ReadString() : ReadName();
        }

        _position++;
        ((JsonArray)(parent[name] ??= new JsonArray())).Add((JsonNode)ReadBody());
        Expect('}');
    }

    private JsonNode? ReadExpression()
    {
        SkipBlanks(lines: false);
        var start = _position;
        if (TryReadLiteral(out var literal))
        {
            SkipBlanks(lines: false);
            if (AtEnd || Current is '\n' or ',' or '}' or ']' or ')')
            {
                return literal;
            }
        }

        _position = start;
        SkipToEndOfExpression();
        var text = _text[start.._position].Trim();
        return text.Length > 0 ? $"${{{text}}}" : throw Unexpected("an expression");
    }

    private bool TryReadLiteral(out JsonNode? literal)
    {
        literal = null;
        switch (Current)
        {
            case '"':
                literal = ReadString();
                return true;
            case '[':
                literal = ReadList();
                return true;
            case '{':
                literal = ReadObject();
                return true;
            case var character when char.IsAsciiDigit(character):
                var start = _position;
                while (char.IsAsciiDigit(Current) || Current == '.')
                {
                    _position++;
                }

                literal = decimal.Parse(_text.AsSpan(start, _position - start), CultureInfo.InvariantCulture);
                return true;
            case var character when char.IsAsciiLetter(character):
                var name = ReadName();
                literal = name switch { "true" => true, "false" => false, _ => null };
                return name is "true" or "false" or "null";
            default:
                return false;
        }
    }

    private JsonArray ReadList()
    {
        var list = new JsonArray();
        _position++;
        for (SkipBlanks(lines: true); Current != ']'; SkipBlanks(lines: true))
        {
            list.Add(ReadExpression());
            SkipBlanks(lines: true);
            if (Current != ']')
            {
                Expect(',');
            }
        }

        _position++;
        return list;
    }

    private JsonObject ReadObject()
    {
        var content = new JsonObject();
        _position++;
        for (SkipBlanks(lines: true); Current != '}'; SkipBlanks(lines: true))
        {
            var name = Current == '"' ? ReadString() : ReadName();
            SkipBlanks(lines: false);
            Expect('=');
            content.Add(name, ReadExpression());
            SkipBlanks(lines: false);
            if (Current is ',' or '\n')
            {
                _position++;
            }
            else if (Current != '}')
            {
                throw Unexpected("a comma, a new line or '}'");
            }
        }

        _position++;
        return content;
    }

    private string ReadName()
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
        {
            _position++;
        }

        return _position > start ? _text[start.._position] : throw Unexpected("a name");
    }

    /// <summary>A quoted string, its escapes resolved; what stands in <c>${...}</c> is left as it is.</summary>
    private string ReadString()
    {
        var content = new StringBuilder();
        for (_position++; Current != '"'; _position++)
        {
            if (AtEnd || Current == '\n')
            {
                throw Unexpected("the string's end");
            }

            if (Current == '$' && _text.AsSpan(_position).StartsWith("${"))
            {
                var start = _position;
                _position += 2;
                SkipToClosing();
                content.Append(_text.AsSpan(start, _position - start + 1));
                continue;
            }

            if (Current == '\\')
            {
                _position++;
                content.Append(Unescape(Current));
                continue;
            }

            content.Append(Current);
        }

        _position++;
        return content.ToString();
    }

    private char Unescape(char escaped) => escaped switch
    {
        'n' => '\n',
        't' => '\t',
        '\\' or '"' => escaped,
        _ => throw Unexpected("an escape"),
    };

    /// <summary>Up to the line's end, comma or closing bracket that no bracket of the expression's own is open at.</summary>
    private void SkipToEndOfExpression()
    {
        while (!AtEnd && Current is not ('\n' or ',' or '}' or ']' or ')'))
        {
            SkipPiece();
        }
    }

    /// <summary>Up to the bracket that closes the one just entered.</summary>
    private void SkipToClosing()
    {
        while (Current is not ('}' or ']' or ')'))
        {
            if (AtEnd)
            {
                throw Unexpected("a closing bracket");
            }

            SkipPiece();
        }
    }

    private void SkipPiece()
    {
        switch (Current)
        {
            case '"':
                ReadString();
                break;
            case '(' or '[' or '{':
                var closing = Current switch { '(' => ')', '[' => ']', _ => '}' };
                _position++;
                SkipToClosing();
                Expect(closing);
                break;
            case '<' when _text.AsSpan(_position).StartsWith("<<-"):
                SkipHeredoc();
                break;
            default:
                _position++;
                break;
        }
    }

    private void SkipHeredoc()
    {
        _position += "<<-".Length;
        var marker = ReadName();
        do
        {
            var end = _text.IndexOf('\n', _position);
            _position = end < 0 ? throw Unexpected($"the end mark {marker}") : end + 1;
        }
        while (!_text.AsSpan(_position).TrimStart(" ").StartsWith(marker + "\n", StringComparison.Ordinal));
        _position = _text.IndexOf('\n', _position);
    }

    private void Expect(char expected)
    {
        if (Current != expected)
        {
            throw Unexpected($"'{expected}'");
        }

        _position++;
    }

    private void SkipBlanks(bool lines)
    {
        for (; !AtEnd; _position++)
        {
            if (Current == '#')
            {
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
                if (AtEnd || !lines)
                {
                    return;
                }
            }
            else if (!(Current is ' ' or '\t' || (lines && Current == '\n')))
            {
                return;
            }
        }
    }
}
