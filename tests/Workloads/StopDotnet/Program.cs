// stop-dotnet
//
// Ends in order at SIGTERM, which is what .NET makes of CTRL_SHUTDOWN_EVENT, as the Generic Host's ConsoleLifetime
// does: the handler keeps the process, the main thread ends it. Says "ready", "SIGTERM" for each, "ending"; exit code
// 0.

using System.Runtime.InteropServices;

using var stopped = new ManualResetEvent(initialState: false);
using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    Console.WriteLine("SIGTERM");
    stopped.Set();
});
Console.WriteLine("ready");
stopped.WaitOne(TimeSpan.FromSeconds(60));
Thread.Sleep(1000);
Console.WriteLine("ending");
