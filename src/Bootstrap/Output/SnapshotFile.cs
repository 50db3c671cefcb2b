using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Text;

namespace Bootstrap.Output;

/// <summary>
/// A file with the network of a container: <c>plan --save-snapshot</c> writes it, <c>plan --snapshot</c> makes a plan
/// from it on any operating system. docs/snapshot.schema.json describes the format.
/// </summary>
/// <param name="Environment">
/// The task's variables, masked (see <see cref="TaskVariables.Masked"/>), and the plan options that were set.
/// </param>
/// <param name="Backend">The backend that read the network.</param>
/// <param name="Network">The network.</param>
internal sealed record SnapshotFile(Dictionary<string, string> Environment, string Backend, NetworkSnapshot Network)
{
    /// <summary>The format's version. Only an incompatible change increases it: unknown members are ignored.</summary>
    private const int Version = 1;

    /// <summary>In bytes. Enough for more than a hundred thousand routes.</summary>
    private const int LongestFile = 32 * 1024 * 1024;

    /// <summary>The environment variables to record, without secrets.</summary>
    /// <param name="variables">The task's variables.</param>
    /// <param name="options">The plan options.</param>
    /// <param name="network">The network that is recorded.</param>
    public static Dictionary<string, string> Mask(
        TaskVariables variables, PlanOptions options, NetworkSnapshot network)
    {
        var masked = new Dictionary<string, string>();
        foreach (var name in TaskVariables.Names)
        {
            if (variables.Masked(name) is { } value)
            {
                masked[name] = value;
            }
        }

        // As an index, because masked aliases may be equal.
        if (options.Interface is { } chosen && Planner.FindInterface(chosen, network) is { } index)
        {
            options = options with { Interface = index.ToString(CultureInfo.InvariantCulture) };
        }

        foreach (var (variable, value) in Options.VariablesOf(options))
        {
            masked[variable] = MaskIds(value);
        }

        return masked;
    }

    /// <summary>
    /// Replaces each run of at least eight hexadecimal digits by zeros: MAC addresses, ids of endpoints and containers.
    /// The length is kept, because it identifies the name of an awsvpc endpoint.
    /// </summary>
    internal static string MaskIds(string text)
    {
        const int shortest = 8;
        var masked = text.ToCharArray();
        for (var start = 0; start < masked.Length;)
        {
            var end = start;
            while (end < masked.Length && char.IsAsciiHexDigit(masked[end]))
            {
                end++;
            }

            if (end - start >= shortest)
            {
                masked.AsSpan(start..end).Fill('0');
            }

            start = end + 1;
        }

        return new string(masked);
    }

    /// <summary>Writes the file with masked ids. An existing file is overwritten.</summary>
    /// <param name="path">The path.</param>
    /// <param name="recordedBy">The program and its version.</param>
    /// <param name="now">The time of the recording.</param>
    /// <exception cref="BootstrapException">The file cannot be written.</exception>
    public void Write(string path, string recordedBy, DateTimeOffset now)
    {
        try
        {
            using var file = File.Create(path);
            Write(file, recordedBy, now);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BootstrapException(Messages.SnapshotNotWritten, [path, failure.Message]);
        }
    }

    private void Write(Stream file, string recordedBy, DateTimeOffset now)
    {
        using var json = new Utf8JsonWriter(file, JsonText.WriterOptions);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("recordedBy", recordedBy);
        json.WriteString("recordedAt", now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteStartObject("environment");
        foreach (var (name, value) in Environment)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("network");
        json.WriteString("backend", Backend);
        json.WriteStartArray("adapters");
        foreach (var adapter in Network.Adapters)
        {
            json.WriteStartObject();
            json.WriteNumber("index", adapter.Index);
            json.WriteString("alias", MaskIds(adapter.Alias));
            json.WriteString("description", adapter.Description);
            json.WriteBoolean("up", adapter.IsUp);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (Network.WhyNoAdapters is { } why)
        {
            json.WriteString("whyNoAdapters", why);
        }

        json.WriteStartArray("routes");
        foreach (var route in Network.Routes)
        {
            json.WriteStartObject();
            json.WriteString("destination", route.Destination.ToString());
            json.WriteString("nextHop", route.NextHop.ToString());
            json.WriteNumber("interfaceIndex", route.InterfaceIndex);
            json.WriteString("interfaceAlias", route.InterfaceAlias is null ? null : MaskIds(route.InterfaceAlias));
            WriteNumberOrNull(json, "routeMetric", route.RouteMetric);
            WriteNumberOrNull(json, "interfaceMetric", route.InterfaceMetric);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteAddresses(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        file.WriteByte((byte)'\n');
    }

    private static void WriteNumberOrNull(Utf8JsonWriter json, string name, uint? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteAddresses(Utf8JsonWriter json)
    {
        if (Network.Addresses is not { } addresses)
        {
            return;
        }

        json.WriteStartArray("addresses");
        foreach (var address in addresses)
        {
            json.WriteStartObject();
            json.WriteNumber("interfaceIndex", address.InterfaceIndex);
            json.WriteString("address", address.Address.ToString());
            json.WriteNumber("prefixLength", address.PrefixLength);
            json.WriteString("state", address.State.Name());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BootstrapException">The file is missing, or is not a snapshot of this version.</exception>
    public static SnapshotFile Read(string path)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > LongestFile)
            {
                throw Damaged(path, $"has more than {LongestFile / 1024 / 1024} MB");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BootstrapException(Messages.SnapshotNotRead, [path, failure.Message]);
        }

        return Parse(path, bytes);
    }

    /// <summary>Parses the bytes of a file. Errors name <paramref name="path"/>.</summary>
    public static SnapshotFile Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        // Skip the byte order mark, which editors on Windows may add.
        if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 16 });
            var root = new Node(json.RootElement, string.Empty);
            var version = root.Number("version");
            return version == Version
                ? new SnapshotFile(
                    root.Member("environment").Texts(),
                    root.Member("network").Text("backend"),
                    new NetworkSnapshot(
                        root.Member("network").Member("routes").Items().Select(ReadRoute),
                        root.Member("network").Member("adapters").Items().Select(ReadAdapter),
                        ReadAddresses(root.Member("network")),
                        root.Member("network").TextIfAny("whyNoAdapters")))
                : throw Damaged(path, $"has version {version}, but this bootstrap reads version {Version}");
        }
        catch (JsonException failure)
        {
            throw Damaged(
                path, string.Create(CultureInfo.InvariantCulture, $"is not valid JSON: line {failure.LineNumber + 1}")
            );
        }
        catch (FormatException failure)
        {
            throw Damaged(path, failure.Message);
        }
        catch (InvalidOperationException)
        {
            // The parser checks escapes only when a name is read.
            throw Damaged(path, "contains a name that is not valid Unicode");
        }
    }

    private static Adapter ReadAdapter(Node adapter) =>
        new(adapter.Number("index"), adapter.Text("alias"), adapter.Text("description"), adapter.Flag("up"));

    private static Route ReadRoute(Node route) =>
        new(
            new RouteKey(
                route.Read(
                    "destination", "an IPv4 prefix",
                    text =>
                        IPNetwork.TryParse(text, out var prefix)
                        && prefix.BaseAddress.AddressFamily == AddressFamily.InterNetwork
                            ? prefix
                            : (IPNetwork?)null
                ),
                route.Read("nextHop", "an IPv4 address", ParseAddress), route.Number("interfaceIndex")
            ),
            route.TextOrNull("interfaceAlias"), route.NumberOrNull("routeMetric"), route.NumberOrNull("interfaceMetric")
        );

    /// <summary>Null in a snapshot of an older bootstrap, and if the addresses could not be read.</summary>
    private static List<InterfaceAddress>? ReadAddresses(Node network) =>
        network.Has("addresses") ? network.Member("addresses").Items().Select(ReadAddress) : null;

    private static InterfaceAddress ReadAddress(Node address) => new(
        address.Number("interfaceIndex"),
        address.Read("address", "an IPv4 address", ParseAddress),
        address.Number("prefixLength") is <= 32 and var length
            ? (int)length
            : throw address.Member("prefixLength").Wrong("a whole number from 0 to 32"),
        address.Read("state", $"one of {string.Join(", ", AddressStates.Names)}", AddressStates.Parse));

    private static IPAddress? ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? address
            : null;

    private static BootstrapException Damaged(string path, string what) =>
        new(Messages.SnapshotDamaged, [path, what]);

    /// <summary>
    /// An element and its path in the document. Wrong content throws a <see cref="FormatException"/> with the path.
    /// </summary>
    private sealed class Node(JsonElement element, string path)
    {
        public Node Member(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
                ? new Node(value, At(name))
                : throw new FormatException($"lacks {At(name)}");

        public List<Node> Items()
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                throw Wrong("a list");
            }

            var items = new List<Node>();
            foreach (var item in element.EnumerateArray())
            {
                items.Add(new Node(item, $"{path}[{items.Count}]"));
            }

            return items;
        }

        public Dictionary<string, string> Texts()
        {
            var texts = new Dictionary<string, string>();
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw Wrong("an object");
            }

            foreach (var member in element.EnumerateObject())
            {
                texts[member.Name] = new Node(member.Value, At(member.Name)).AsText();
            }

            return texts;
        }

        public uint Number(string name) =>
            Member(name) is var node
            && node.Element.ValueKind == JsonValueKind.Number
            && node.Element.TryGetUInt32(out var number)
                ? number
                : throw node.Wrong("a whole number from 0 to 4294967295");

        public uint? NumberOrNull(string name) =>
            Member(name) is var node && node.Element.ValueKind == JsonValueKind.Null ? null : Number(name);

        public bool Has(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

        public bool Flag(string name) =>
            Member(name) is var node && node.Element.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? node.Element.GetBoolean()
                : throw node.Wrong("true or false");

        public string Text(string name) => Member(name).AsText();

        public string? TextOrNull(string name) =>
            Member(name) is var node && node.Element.ValueKind == JsonValueKind.Null ? null : node.AsText();

        public string? TextIfAny(string name) => Has(name) ? TextOrNull(name) : null;

        public T Read<T>(string name, string what, Func<string, T?> read)
            where T : class => read(Text(name)) ?? throw Member(name).Wrong(what);

        public T Read<T>(string name, string what, Func<string, T?> read)
            where T : struct => read(Text(name)) ?? throw Member(name).Wrong(what);

        private JsonElement Element => element;

        private string AsText()
        {
            try
            {
                return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong("a text");
            }
            catch (InvalidOperationException)
            {
                throw Wrong("a text in Unicode");
            }
        }

        public FormatException Wrong(string allowed) => new($"is damaged: {path} is not {allowed}");

        private string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
    }
}
