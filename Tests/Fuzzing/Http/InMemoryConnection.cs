using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Fuzzing.Http;

/// <summary>One connection: an input that ends, and what the server answered.</summary>
internal sealed class InMemoryConnection : DefaultConnectionContext
{
    // Never disposed: an abort may come after the end, and there is nothing to be freed
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pipe _input = new(new(pauseWriterThreshold: 0));
    private readonly Pipe _output = new(new(pauseWriterThreshold: 0));

    public InMemoryConnection()
    {
        ConnectionClosed = _closed.Token;
        Transport = new Duplex(_input.Reader, _output.Writer);
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 80);
        RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 49152);
    }

    /// <summary>Whether the server broke it off: then its last answer may be cut.</summary>
    public bool WasAborted { get; private set; }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _input.Writer.WriteAsync(bytes);

    public void EndInput() => _input.Writer.Complete();

    /// <summary>Everything that the server says until it is done with the connection.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        await _output.Reader.CopyToAsync(answer, cancellationToken);
        await _ended.Task.WaitAsync(cancellationToken);
        return answer.ToArray();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        WasAborted = true;
        _input.Writer.Complete();
        _output.Writer.Complete();
        _ = _closed.CancelAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _input.Reader.Complete();
        _output.Writer.Complete();
        _ended.TrySetResult();
        return base.DisposeAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
