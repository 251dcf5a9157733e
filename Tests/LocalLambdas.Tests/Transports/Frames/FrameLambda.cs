using System.Buffers.Binary;
using System.IO.Pipelines;
using LambdaRuntime.Frames;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Transports.Frames;
using Microsoft.AspNetCore.Http;
using EnvelopeBuffer = LambdaRuntime.EnvelopeBuffer;

namespace LocalLambdas.Tests.Transports.Frames;

/// <summary>The other end of a connection, in this process: says what the test wants, and sees what the proxy sends.</summary>
internal sealed class FrameLambda : IAsyncDisposable
{
    private readonly Pipe _toLambda = new();
    private readonly Pipe _toProxy = new();
    private readonly Stream _incoming;
    private readonly FrameInput _input = new();

    public FrameLambda(TimeSpan? requestTimeout = null, string token = "")
    {
        _incoming = _toLambda.Reader.AsStream();
        var wire = new DuplexStream(_toProxy.Reader.AsStream(), _toLambda.Writer.AsStream());
        Start = new(TimeProvider.System);
        Connection = new(wire, new(System.Text.Encoding.ASCII.GetBytes(token), requestTimeout ?? TimeSpan.FromMinutes(1), Complaints.Add, last => LastTaken = last), Start);
        Connection.Begin();
    }

    public StartRecord Start { get; }

    public FrameConnection Connection { get; }

    public List<string> Complaints { get; } = [];

    /// <summary>As GOAWAY named it; null before.</summary>
    public uint? LastTaken { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<FrameLambda> ReadyAsync(TimeSpan? requestTimeout = null)
    {
        var lambda = new FrameLambda(requestTimeout);
        await lambda.HelloAsync();
        await lambda.Connection.Hello.WaitAsync(Cancellation);
        return lambda;
    }

    public Task<LambdaResponse> AskAsync(string uri = "/", byte[]? body = null) =>
        BeginAsync(new LambdaRequest("GET", uri, new HeaderDictionary(), new(body ?? [])), Cancellation);

    public Task<LambdaResponse> BeginAsync(LambdaRequest request, CancellationToken cancellationToken)
    {
        var exchange = Connection.Open(request, null, isWhole: true);
        exchange.CancelWith(cancellationToken);
        return exchange.Task.AsTask();
    }

    public Task HelloAsync(long runtimeStarted = 0, long accepting = 0, string token = "") =>
        WriteAsync(output => FrameWriter.WriteHello(output, new(runtimeStarted, accepting, System.Text.Encoding.ASCII.GetBytes(token))));

    public Task RespondAsync(uint stream, ReadOnlyMemory<byte> body, bool isEnd = true, params (string Name, string Value)[] headers) =>
        WriteAsync(output => Respond(output, stream, body.Span, isEnd, headers));

    public Task WriteAsync(params Action<EnvelopeBuffer>[] frames)
    {
        using var buffer = new EnvelopeBuffer();
        foreach (var frame in frames)
            frame(buffer);
        return SendAsync(buffer.Written);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _toProxy.Writer.WriteAsync(bytes, Cancellation);

    public static void Respond(EnvelopeBuffer output, uint stream, ReadOnlySpan<byte> body, bool isEnd = true, params (string Name, string Value)[] headers)
    {
        var head = HeadWriter.Response(output, stream, 200);
        foreach (var (name, value) in headers)
            head.Field(name, value);
        Assert.True(head.TryEnd(body, isEnd));
    }

    /// <summary>The next frame that the proxy sends.</summary>
    public async Task<(FrameHeader Header, byte[] Payload)> ReadAsync()
    {
        while (true)
        {
            if (_input.TryRead(out var header, out var payload, out var error))
                return (header, payload.ToArray());
            Assert.Equal(FrameError.None, error);
            var read = await _incoming.ReadAsync(_input.Free(), Cancellation);
            Assert.True(read > 0, "the proxy closed the connection");
            _input.Advance(read);
        }
    }

    /// <summary>Asserts that the next frame is of this kind.</summary>
    public async Task<(uint Stream, byte[] Payload)> ReadAsync(FrameType type, bool isEnd = false)
    {
        var (header, payload) = await ReadAsync();
        Assert.Equal((type, isEnd), (header.Type, header.IsEnd));
        return (header.Stream, payload);
    }

    public async Task<(uint Stream, CancelCode Code)> ReadCancelAsync()
    {
        var (stream, payload) = await ReadAsync(FrameType.Cancel);
        return (stream, (CancelCode)BinaryPrimitives.ReadUInt16LittleEndian(payload));
    }

    /// <summary>Ends the connection as a process does that ends.</summary>
    public async Task CloseAsync()
    {
        await _toProxy.Writer.CompleteAsync();
        await _toLambda.Reader.CompleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await CloseAsync();
    }
}
