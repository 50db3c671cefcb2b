using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Sandbox.Interop;

namespace Sandbox;

/// <summary>
/// A thread in a new network namespace: the pretend host. Sockets and processes belong to the namespace of the thread
/// that creates them; any thread can use them afterwards. The namespace ends with the thread, its sockets and its
/// processes, so nothing is left.
/// </summary>
internal sealed class NamespaceThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public NamespaceThread()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "host namespace" };
        _thread.Start();
    }

    /// <summary>
    /// Moves the thread to its namespace. Work that runs before this call runs in the namespace of the process.
    /// </summary>
    /// <exception cref="SandboxException">The system does not allow it.</exception>
    public void Enter() =>
        Run(() =>
        {
            if (Libc.Unshare(Libc.CLONE_NEWNET) != 0)
            {
                throw new SandboxException(
                    $"cannot make a network namespace ({Marshal.GetLastPInvokeErrorMessage()}): run as root, or under eng/namespaces"
                );
            }

            return true;
        });

    /// <summary>Runs a function on the thread and waits for its result.</summary>
    public T Run<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                result.SetResult(function());
            }
#pragma warning disable CA1031 // Every exception on the thread is passed to the caller.
            catch (Exception error)
#pragma warning restore CA1031
            {
                result.SetException(error);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
