namespace Bootstrap.Network;

/// <summary>The action for one prefix.</summary>
internal enum RouteAction
{
    /// <summary>The route is missing: add it.</summary>
    Add,

    /// <summary>The route is correct, or must not be changed.</summary>
    Keep,

    /// <summary>
    /// Routes to the prefix lead elsewhere: add the correct one or lower its metric, then remove the others.
    /// </summary>
    Replace,
}
