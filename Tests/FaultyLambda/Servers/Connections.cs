using System.Net.Sockets;

namespace FaultyLambda.Servers;

internal static class Connections
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>A connection that fails ends alone, but says so.</summary>
    public static void Watch(Task connection) => connection.ContinueWith(
        failed => Console.Error.WriteLine(failed.Exception!.InnerException),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    /// <summary>Closes a connection on which nothing comes, and then leaves a file.</summary>
    public static async Task<bool> IsClosedForSilenceAsync(Socket socket, Behaviour behaviour)
    {
        if (behaviour.ClosesSilence is not { } file)
            return false;
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty).AsTask().WaitAsync(Patience);
            return false;
        }
        catch (TimeoutException)
        {
            socket.Dispose();
            await File.Create(file).DisposeAsync();
            return true;
        }
    }
}
