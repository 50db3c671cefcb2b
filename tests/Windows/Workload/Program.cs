using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Bootstrap.WindowsWorkload;

/// <summary>The workload of the Windows checks: one verb for each observation.</summary>
internal static class Program
{
    private const string Usage = """
        windows-workload VERB

          exit CODE                        ends with CODE, 32 bits, decimal or 0x hexadecimal
          sleep MS                         prints "ready", has no handler, ends with 0 after MS milliseconds
          echo [ARG...]                    writes its raw command line to stdout, UTF-16LE
          report-stop [--slow MS] [--ignore]
                                           prints "ready", then "event N at TIME" for each console
                                           event; ends with 100 + N MS milliseconds after the first;
                                           not with --ignore; 99 after 90 seconds
          in-new-console ARG...            runs itself in a new console, waits for it, ends with its code
          in-console PROGRAM [ARG...]      runs a program with our console as its stdout; prints the mode before
                                           and after, and whether any cell is coloured; ends with its code
          break-away                       runs itself outside its job; ends with 0, or with 1 when Windows refuses
          handles                          prints the kind of each standard handle
          with-input missing|null|console PROGRAM [ARG...]
                                           runs a program with no stdin, NUL or the console as stdin; ends with its code
          send EVENT PID                   sends a console event to a process as a container runtime does
          routes                           prints the active IPv4 routes, "PREFIX via NEXTHOP on INDEX"
          delete-no-route INDEX            deletes a route that does not exist from an interface; prints the Win32 code
          get ADDRESS PORT PATH            prints the answer to an HTTP GET; ends with 0 when its status is 200
          serve ADDRESS PORT SECONDS       answers every GET as the ECS agent's credentials endpoint does


        """;

    private static readonly ManualResetEvent Told = new(initialState: false);
    private static int _firstEvent = -1;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["exit", var code]:
                // Not "return": ExitProcess passes all 32 bits unchanged.
                Kernel32.ExitProcess(ParseCode(code));
                return 0;

            case ["sleep", var milliseconds]:
                Say("ready");
                Thread.Sleep(Number(milliseconds));
                return 0;

            case ["echo", ..]:
                using (var output = Console.OpenStandardOutput())
                {
                    output.Write(Encoding.Unicode.GetBytes(Marshal.PtrToStringUni(Kernel32.GetCommandLineW())!));
                }

                return 0;

            case ["report-stop", .. var options]:
                return ReportStop(options);

            case ["in-new-console", .. var rest] when rest.Length > 0:
                WaitAtStops();
                return unchecked(
                    (int)Kernel32.RunInNewConsole($"\"{Environment.ProcessPath}\" {string.Join(' ', rest)}")
                );

            case ["in-console", .. var rest] when rest.Length > 0:
                var code32 = Kernel32.RunInOurConsole(
                    string.Join(' ', rest), out var before, out var after, out var isColoured
                );
                Say(
                    string.Create(CultureInfo.InvariantCulture, $"mode {before}, then {after}; coloured: {isColoured}")
                );
                return unchecked((int)code32);

            case ["break-away"]:
                return Kernel32.BreakAway($"\"{Environment.ProcessPath}\" exit 0");

            case ["handles"]:
                Say(Kernel32.StandardHandleKinds());
                return 0;

            case ["with-input", var input, .. var rest] when rest.Length > 0:
                return unchecked((int)Kernel32.RunWithInput(input, string.Join(' ', rest)));

            case ["send", var consoleEvent, var process]:
                return Kernel32.Send(
                    uint.Parse(consoleEvent, CultureInfo.InvariantCulture),
                    uint.Parse(process, CultureInfo.InvariantCulture)
                );

            case ["routes"]:
                IpHlpApi.Routes().ForEach(Say);
                return 0;

            case ["delete-no-route", var index]:
                Say(
                    IpHlpApi
                        .DeleteNoRoute(uint.Parse(index, CultureInfo.InvariantCulture))
                        .ToString(CultureInfo.InvariantCulture)
                );
                return 0;

            case ["get", var address, var port, var path]:
                return Get(new IPEndPoint(IPAddress.Parse(address), Number(port)), path);

            case ["serve", var address, var port, var seconds]:
                return Serve(
                    new IPEndPoint(IPAddress.Parse(address), Number(port)), TimeSpan.FromSeconds(Number(seconds))
                );

            default:
                using (var error = Console.OpenStandardError())
                {
                    error.Write(Encoding.UTF8.GetBytes(Usage));
                }

                return 2;
        }
    }

    private static unsafe int ReportStop(string[] options)
    {
        var slow = Array.IndexOf(options, "--slow") is >= 0 and var index ? Number(options[index + 1]) : 0;
        Kernel32.SetConsoleCtrlHandler(&OnEvent, add: 1);
        Say("ready");
        var patience = TimeSpan.FromSeconds(90);
        if (!Told.WaitOne(patience))
        {
            return 99;
        }

        if (options.Contains("--ignore"))
        {
            Thread.Sleep(patience);
            return 99;
        }

        Thread.Sleep(slow);
        Say("ending");
        return 100 + _firstEvent;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int OnEvent(uint consoleEvent)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"event {consoleEvent} at {DateTime.UtcNow:HH:mm:ss.fff}"));
        Interlocked.CompareExchange(ref _firstEvent, (int)consoleEvent, -1);
        Told.Set();
        const uint ctrlBreak = 1;
        if (consoleEvent > ctrlBreak)
        {
            // Windows ends the process when this returns.
            Thread.Sleep(Timeout.Infinite);
        }

        return 1;
    }

    private static unsafe void WaitAtStops() => Kernel32.SetConsoleCtrlHandler(&Wait, add: 1);

    /// <summary>Blocks, so that the process ends only when its main thread has finished.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Wait(uint consoleEvent)
    {
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }

    private static int Get(IPEndPoint endpoint, string path)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                SendTimeout = 10_000,
                ReceiveTimeout = 10_000,
            };
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            socket.ConnectAsync(endpoint, deadline.Token).AsTask().GetAwaiter().GetResult();
            using var stream = new NetworkStream(socket);
            stream.Write(
                Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {endpoint.Address}\r\nConnection: close\r\n\r\n")
            );
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var answer = reader.ReadToEnd();
            Say(answer);
            return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? 0 : 1;
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            Say($"no answer from {endpoint}: {failure.Message}");
            return 1;
        }
    }

    /// <summary>Serves a document in the form of the ECS agent's credentials, without real secrets.</summary>
    private static int Serve(IPEndPoint endpoint, TimeSpan time)
    {
        const string body = """
            {"RoleArn":"arn:aws:iam::123456789012:role/demo","AccessKeyId":"ASIADEMO","SecretAccessKey":"demo-secret","Token":"demo-token","Expiration":"2099-01-01T00:00:00Z"}
            """;
        using var listener = new TcpListener(endpoint);
        listener.Start();
        Say("listening");
        using var end = new CancellationTokenSource(time);
        try
        {
            while (true)
            {
                using var client = listener.AcceptTcpClientAsync(end.Token).AsTask().GetAwaiter().GetResult();
                client.ReceiveTimeout = client.SendTimeout = 5_000;
                try
                {
                    using var stream = client.GetStream();
                    using var reader = new StreamReader(stream, Encoding.ASCII);
                    Say($"asked: {reader.ReadLine()}");
                    while (reader.ReadLine() is { Length: > 0 })
                    {
                    }

                    stream.Write(
                        Encoding.ASCII.GetBytes(
                            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
                        )
                    );
                }
                catch (IOException failure)
                {
                    Say($"client gone: {failure.Message}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>Does not use Console.Out, whose flushing and encoding depend on the console.</summary>
    private static void Say(string line)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(line + "\r\n"));
        output.Flush();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static uint ParseCode(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : uint.Parse(text, CultureInfo.InvariantCulture);
}
