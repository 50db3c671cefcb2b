namespace Bootstrap.Network;

/// <summary>What came of a decision: a <see cref="Plan"/>, or <see cref="NotYet"/>.</summary>
internal abstract record Decision;
