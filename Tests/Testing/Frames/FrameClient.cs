using System.Buffers.Binary;
using System.Text;

namespace Testing.Frames;

/// <summary>The proxy's side of a channel, written after the specification alone. For one test at a time: it reads while something is awaited.</summary>
public sealed class FrameClient(Stream channel) : IAsyncDisposable
{
    public const int InitialCredit = 256 * 1024;

    private const int HeaderSize = 12;
    private const int MaxData = 64 * 1024;

    private readonly Dictionary<uint, FrameAnswer> _answers = [];
    private uint _last;

    /// <summary>Grants as many bytes of an answer as have come.</summary>
    public bool GrantsCredit { get; set; } = true;

    /// <summary>The payload of HELLO, once it has come.</summary>
    public byte[]? Hello { get; private set; }

    /// <summary>The highest stream of GOAWAY, once it has come.</summary>
    public uint? GoneAway { get; private set; }

    /// <returns>The new stream.</returns>
    public async Task<uint> RequestAsync(
        string uri, byte[]? body = null, string method = "GET", bool isEnd = true, params (string Name, string Value)[] headers)
    {
        var stream = ++_last;
        _answers[stream] = new() { Sent = body?.Length ?? 0 };
        await SendAsync(2, stream, isEnd, Head(method, uri, headers, body));
        return stream;
    }

    public async Task<FrameAnswer> AskAsync(
        string uri, byte[]? body = null, string method = "GET", params (string Name, string Value)[] headers) =>
        await AnswerAsync(await RequestAsync(uri, body, method, isEnd: true, headers));

    /// <summary>As much of the body as was granted, waiting for more of it.</summary>
    public async Task SendBodyAsync(uint stream, byte[] body, bool isEnd = true)
    {
        var answer = _answers[stream];
        for (var sent = 0; sent < body.Length;)
        {
            await UntilAsync(() => answer.IsComplete || InitialCredit + answer.Granted > answer.Sent);
            if (answer.IsComplete)
                return;
            var count = (int)Math.Min(Math.Min(MaxData, body.Length - sent), InitialCredit + answer.Granted - answer.Sent);
            sent += count;
            answer.Sent += count;
            await DataAsync(stream, body.AsMemory(sent - count, count), isEnd && sent == body.Length);
        }
    }

    public Task DataAsync(uint stream, ReadOnlyMemory<byte> bytes, bool isEnd) => SendAsync(4, stream, isEnd, bytes);

    public Task CreditAsync(uint stream, uint bytes) => SendAsync(5, stream, isEnd: false, BitConverter.GetBytes(bytes));

    public Task CancelAsync(uint stream, ushort code = 1) => SendAsync(6, stream, isEnd: false, BitConverter.GetBytes(code));

    public async Task SendAsync(byte type, uint stream, bool isEnd, ReadOnlyMemory<byte> payload)
    {
        var frame = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), stream);
        frame[8] = type;
        frame[9] = (byte)(isEnd ? 1 : 0);
        payload.CopyTo(frame.AsMemory(HeaderSize));
        await RawAsync(frame);
    }

    public async Task RawAsync(ReadOnlyMemory<byte> bytes) => await channel.WriteAsync(bytes).AsTask().WaitAsync(Eventually.Limit);

    public FrameAnswer Answer(uint stream) => _answers[stream];

    public async Task<FrameAnswer> AnswerAsync(uint stream)
    {
        var answer = _answers[stream];
        await UntilAsync(() => answer.IsComplete || answer.Cancelled is not null);
        return answer;
    }

    /// <summary>Reads frames until it is so.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            if (!await ReadAsync())
                throw new EndOfStreamException("the lambda has closed the channel");
        }
    }

    /// <summary>Reads frames until there are no more.</summary>
    public async Task EndAsync()
    {
        while (await ReadAsync())
        {
        }
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private static byte[] Head(string method, string uri, (string Name, string Value)[] headers, byte[]? body)
    {
        using var head = new MemoryStream();
        using var writer = new BinaryWriter(head);
        writer.Write((ushort)Encoding.UTF8.GetByteCount(method));
        writer.Write(Encoding.UTF8.GetByteCount(uri));
        writer.Write((ushort)headers.Length);
        writer.Write(Encoding.UTF8.GetBytes(method));
        writer.Write(Encoding.UTF8.GetBytes(uri));
        foreach (var (name, value) in headers)
        {
            writer.Write((ushort)Encoding.UTF8.GetByteCount(name));
            writer.Write(Encoding.UTF8.GetByteCount(value));
            writer.Write(Encoding.UTF8.GetBytes(name));
            writer.Write(Encoding.UTF8.GetBytes(value));
        }

        writer.Write(body ?? []);
        return head.ToArray();
    }

    // False at the end of the channel
    private async Task<bool> ReadAsync()
    {
        var header = new byte[HeaderSize];
        if (await ReadAsync(header) < HeaderSize)
            return false;
        var payload = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
        if (await ReadAsync(payload) < payload.Length)
            return false;
        await TakeAsync(new(header[8], BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)), header[9] == 1, payload));
        return true;
    }

    private async Task<int> ReadAsync(byte[] buffer)
    {
        try
        {
            return await channel.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false).AsTask().WaitAsync(Eventually.Limit);
        }
        catch (IOException)
        {
            // What was sent to a lambda that has closed the channel may come back as a reset
            return 0;
        }
    }

    private async Task TakeAsync(ReceivedFrame frame)
    {
        switch (frame.Type)
        {
            case ReceivedFrame.Hello when Hello is null && frame.Stream == 0:
                Hello = frame.Payload;
                return;
            case ReceivedFrame.GoAway when GoneAway is null && frame.Stream == 0:
                GoneAway = frame.Number;
                return;
        }

        if (Hello is null)
            throw new InvalidDataException($"a frame of type {frame.Type} before HELLO");
        var answer = _answers[frame.Stream];
        answer.Take(frame);
        var body = frame.Type is ReceivedFrame.Response or ReceivedFrame.Data ? frame.Body.Length : 0;
        if (GrantsCredit && body > 0 && !answer.IsComplete)
            await GrantAsync(frame.Stream, (uint)body);
    }

    private async Task GrantAsync(uint stream, uint bytes)
    {
        try
        {
            await CreditAsync(stream, bytes);
        }
        catch (IOException)
        {
            // The lambda has sent everything and ended; what it has sent is still to be read
        }
    }
}
