using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace LocalLambdas.Hosting;

/// <summary>
/// What Kestrel writes of one connection, with a body in the errors that it makes by itself: there is no place within Kestrel to give them
/// one (its event BadRequest needs a DiagnosticSource, which the constructor of KestrelServer does not take).
/// </summary>
internal sealed class ServerErrorWriter(PipeWriter output) : PipeWriter
{
    // Of those heads.
    private const int LongestHead = 256;

    private Memory<byte> _room;

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes;

    public static ConnectionDelegate Middleware(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new Duplex(connection.Transport.Input, new ServerErrorWriter(connection.Transport.Output));
        return next(connection);
    };

    public override Memory<byte> GetMemory(int sizeHint = 0) => _room = output.GetMemory(Math.Max(sizeHint, LongestHead + ServerErrors.MostAdded));

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    // Kestrel writes a head of its own making in one piece.
    public override void Advance(int bytes) => output.Advance(ServerErrors.Complete(_room.Span, bytes));

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => output.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        output.WriteAsync(source, cancellationToken);

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => output.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => output.CompleteAsync(exception);

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
