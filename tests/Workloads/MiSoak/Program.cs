using System.Globalization;
using Bootstrap.Logging;
using Bootstrap.Network.Cim;

// mi-soak.exe COUNT: opens a session with WMI, reads the network and closes the session, COUNT times. What fails is
// counted.
if (
    !OperatingSystem.IsWindows()
    || args is not [var text]
    || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
)
{
    Console.Error.WriteLine("usage: mi-soak COUNT (on Windows)");
    return 2;
}

var failures = 0;
for (var session = 0; session < count; session++)
{
    try
    {
        using var network = CimNetwork.Connect();
        _ = network.Look();
    }
    catch (BootstrapException)
    {
        failures++;
    }
}

Console.WriteLine($"{count} sessions, {failures} failures");
return 0;
