using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>A warning about a plan.</summary>
/// <param name="Message">The message.</param>
/// <param name="Values">The values of the message's placeholders, in their order.</param>
internal sealed record PlanWarning(Message Message, params object?[] Values)
{
    /// <summary>The text of the warning.</summary>
    public string Text => Message.Text(Values);
}
