using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace FaultyLambda.Servers.Frames;

/// <summary>All requests on one connection. Its end is not the end of the process, which would be right.</summary>
internal sealed class FrameServer(Stream channel, Answerer answerer) : IDisposable
{
    private readonly ConcurrentDictionary<uint, FrameStream> _streams = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly FrameAnswers _answers = new(answerer);

    public static async Task RunAsync(string address, Answerer answerer)
    {
        if (answerer.Behaviour.FirstToken is { } first)
            await IntrudeAsync(address, first);
        var (stream, token) = await FrameChannel.OpenAsync(address);
        token = answerer.Behaviour.Token ?? token;
        using var server = new FrameServer(stream, answerer);
        if (answerer.Behaviour.Frame is { } hex)
            await server.SendAsync(Convert.FromHexString(hex));
        await server.SendAsync(answerer.Behaviour.TellsStart
            ? Frame.OfHello(Nanoseconds(Process.GetCurrentProcess().StartTime.ToUniversalTime()), Nanoseconds(DateTime.UtcNow), token)
            : Frame.OfHello(0, 0, token));
        await server.ReadAsync();
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>One piece after the other, whoever sends.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync();
        try
        {
            await channel.WriteAsync(bytes);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Close() => channel.Dispose();

    public void Dispose()
    {
        Close();
        _writing.Dispose();
    }

    // As somebody else who has found the port, until the proxy has had enough
    private static async Task IntrudeAsync(string address, string token)
    {
        var (stream, _) = await FrameChannel.OpenAsync(address);
        await using (stream)
        {
            await stream.WriteAsync(Frame.OfHello(0, 0, token));
            await stream.CopyToAsync(Stream.Null);
        }
    }

    private async Task ReadAsync()
    {
        var header = new byte[Frame.HeaderSize];
        try
        {
            while (await channel.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false) == header.Length)
            {
                var payload = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
                await channel.ReadExactlyAsync(payload);
                await TakeAsync(BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)), header[8], payload, isEnd: header[9] == 1);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // By this process or by the proxy
        }

        foreach (var stream in _streams.Values)
            stream.End();
    }

    private async Task TakeAsync(uint id, byte type, byte[] payload, bool isEnd)
    {
        if (type == Frame.Request)
        {
            var opened = _streams[id] = new(id, answerer.Behaviour.Mirrors);
            opened.TakeHead(payload);
            if (answerer.Behaviour.TakesOne)
                await SendAsync(Frame.OfNumber(0, Frame.GoAway, id));
            if (isEnd || answerer.Behaviour.AnswersEarly)
                Connections.Watch(AnswerAsync(opened));
            return;
        }

        if (!_streams.TryGetValue(id, out var stream))
            return;
        switch (type)
        {
            case Frame.Data:
                stream.Take(payload);
                if (isEnd && !answerer.Behaviour.AnswersEarly)
                    Connections.Watch(AnswerAsync(stream));
                else if (payload.Length > 0)
                    await SendAsync(Frame.OfNumber(id, Frame.Credit, (uint)payload.Length));
                break;
            case Frame.Credit:
                stream.Granted(BinaryPrimitives.ReadUInt32LittleEndian(payload));
                break;
            case Frame.Cancel:
                await Console.Out.WriteLineAsync($"cancelled with {payload[0]}");
                stream.End();
                break;
        }
    }

    private async Task AnswerAsync(FrameStream stream)
    {
        try
        {
            await _answers.SendAsync(this, stream);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Nobody wants the answer any more
        }
        finally
        {
            _streams.TryRemove(stream.Id, out _);
        }
    }

    private static long Nanoseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
