namespace Bootstrap.Commands;

/// <summary>The time limits of calls that read and change the network.</summary>
/// <param name="Cim">For a call to WMI.</param>
/// <param name="IpHelper">For a call to IP Helper.</param>
/// <param name="Addresses">For reading the addresses, without which a plan can be made.</param>
/// <param name="HasThreadForIpHelper">
/// Whether <c>--backend iphelper</c> starts a thread, and has the limits. Otherwise its calls have none.
/// </param>
internal readonly record struct NetworkBounds(
    TimeSpan Cim, TimeSpan IpHelper, TimeSpan Addresses, bool HasThreadForIpHelper)
{
    /// <summary>
    /// In a container that starts, WMI takes a second or two at most, and IP Helper milliseconds. No backend replaces
    /// IP Helper, so it gets longer. A thread only for IP Helper would make each start slower.
    /// </summary>
    public static readonly NetworkBounds OfRun = new(
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), HasThreadForIpHelper: false);

    /// <summary><c>check</c> must answer within seconds.</summary>
    public static readonly NetworkBounds OfCheck = new(
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500), HasThreadForIpHelper: true);
}
