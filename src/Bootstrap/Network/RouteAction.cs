namespace Bootstrap.Network;

/// <summary>What is to be done with one prefix.</summary>
internal enum RouteAction
{
    /// <summary>There is no route: add it.</summary>
    Add,

    /// <summary>The route is there and right, or is one that we never touch.</summary>
    Keep,

    /// <summary>Routes to the prefix lead elsewhere: add the right one or let it win, then remove those.</summary>
    Replace,
}
