using System.IO.Pipes;

namespace LambdaRuntime;

/// <summary>A named pipe that the proxy has created.</summary>
internal static class PipeChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Channel Open(string address, string name)
    {
        // Asynchronous: Windows lets a pipe that is not be read or written, but not both at once
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            pipe.Connect(Patience);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or UnauthorizedAccessException)
        {
            pipe.Dispose();
            throw ChannelAddress.CannotConnect(address, exception.Message);
        }

        return new(pipe, "pipe", [], pipe.Dispose);
    }
}
