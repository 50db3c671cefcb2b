using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>What the reader of a plan should know.</summary>
/// <param name="Message">Which warning it is.</param>
/// <param name="Values">The values of the message's placeholders, in their order.</param>
internal sealed record PlanWarning(Message Message, params object?[] Values)
{
    /// <summary>The warning, as a phrase.</summary>
    public string Text => Message.Text(Values);
}
