using System.Text;
using System.Text.Json;
using Bootstrap.Ecs;
using Bootstrap.Network;
using Bootstrap.Text;

namespace Bootstrap.Output;

/// <summary>A plan as text and as JSON, as <c>bootstrap plan</c> prints it.</summary>
internal static class PlanText
{
    /// <summary>The version of the JSON format. It changes only with an incompatible change.</summary>
    private const int JsonVersion = 1;

    /// <summary>The plan as text: the mode and the reason first.</summary>
    public static string ToText(Plan plan, string? backend)
    {
        var text = new StringBuilder();
        Line("mode", plan.Mode.Name());
        Line("reason", plan.Reason);
        Line("backend", backend ?? "none needed");
        if (plan is { Gateway: { } gateway, Interface: { } adapter })
        {
            Line("gateway", gateway.ToString());
            Line("interface", $"{adapter.Index} '{adapter.Alias}' ({adapter.Description})");
        }

        if (plan.Routes.Count == 0)
        {
            Line("routes", "none");
        }

        foreach (var route in plan.Routes)
        {
            var where = $"{route.Destination} via {route.NextHop} on interface {route.InterfaceIndex}";
            Line("route", $"{ActionName(route.Action),-7} {where}: {route.Reason}");
        }

        foreach (var warning in plan.Warnings)
        {
            Line("warning", warning.Text);
        }

        return text.ToString();

        void Line(string name, string value)
        {
            text.Append($"{name,-10} ");
            TextColumns.Wrap(text, value, indent: 11);
        }
    }

    /// <summary>The plan as JSON: docs/reference.md describes the format.</summary>
    public static string ToJson(Plan plan, string? backend)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("version", JsonVersion);
            json.WriteString("mode", plan.Mode.Name());
            json.WriteString("reason", plan.Reason);
            json.WriteString("backend", backend);
            json.WriteString("gateway", plan.Gateway?.ToString());
            if (plan.Interface is { } adapter)
            {
                json.WriteStartObject("interface");
                json.WriteNumber("index", adapter.Index);
                json.WriteString("alias", adapter.Alias);
                json.WriteString("description", adapter.Description);
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("interface");
            }

            json.WriteStartArray("routes");
            foreach (var route in plan.Routes)
            {
                json.WriteStartObject();
                json.WriteString("destination", route.Destination.ToString());
                json.WriteString("nextHop", route.NextHop.ToString());
                json.WriteNumber("interfaceIndex", route.InterfaceIndex);
                json.WriteString("action", ActionName(route.Action));
                json.WriteString("reason", route.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (var warning in plan.Warnings)
            {
                json.WriteStringValue(warning.Text);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static string ActionName(RouteAction action) => action switch
    {
        RouteAction.Add => "add",
        RouteAction.Keep => "keep",
        RouteAction.Replace => "replace",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };
}
