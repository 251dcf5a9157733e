using System.Buffers.Text;
using System.Text;

namespace PerfRunner.Load;

/// <summary>
/// Reads one HTTP/1.1 answer from the pieces in which it arrives, and keeps of it only what a measurement needs.
/// Allocates nothing after construction, unless the answer has a Server-Timing header.
/// </summary>
internal sealed class ResponseParser
{
    public const int MaxHeaderBytes = 32 * 1024;

    private readonly byte[] _line = new byte[MaxHeaderBytes];
    private int _lineLength;
    private int _headerBytes;
    private Step _step;
    private long _contentLength;
    private long _remaining;
    private bool _chunked;

    public ResponseParser() => Reset();

    private enum Step
    {
        StatusLine,
        Header,
        FixedBody,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        BodyUntilClose,
        Complete,
        Invalid,
    }

    public int StatusCode { get; private set; }

    public long BodyBytes { get; private set; }

    public CacheState Cache { get; private set; }

    /// <summary>Null when the answer has no Server-Timing header: one that was not asked for is not there, and costs nothing.</summary>
    public string? ServerTiming { get; private set; }

    /// <summary>The server closes the connection after this answer.</summary>
    public bool Closes { get; private set; }

    public bool IsComplete => _step == Step.Complete;

    public bool IsInvalid => _step == Step.Invalid;

    public void Reset()
    {
        _lineLength = 0;
        _headerBytes = 0;
        BeginHead();
    }

    /// <summary>Takes the next bytes; returns how many of them belong to this answer.</summary>
    public int Feed(ReadOnlySpan<byte> bytes)
    {
        int offered = bytes.Length;
        while (!bytes.IsEmpty && _step < Step.Complete)
        {
            bytes = _step switch
            {
                Step.FixedBody or Step.ChunkData or Step.BodyUntilClose => FeedBody(bytes),
                _ => FeedLine(bytes),
            };
        }

        return offered - bytes.Length;
    }

    /// <summary>The server has closed the connection: true when that completes the answer.</summary>
    public bool EndOfStream()
    {
        if (_step == Step.BodyUntilClose)
        {
            _step = Step.Complete;
        }

        return IsComplete;
    }

    private void BeginHead()
    {
        _step = Step.StatusLine;
        _contentLength = -1;
        _chunked = false;
        StatusCode = 0;
        BodyBytes = 0;
        Cache = CacheState.Unknown;
        ServerTiming = null;
        Closes = false;
    }

    private ReadOnlySpan<byte> FeedBody(ReadOnlySpan<byte> bytes)
    {
        if (_step == Step.BodyUntilClose)
        {
            BodyBytes += bytes.Length;
            return [];
        }

        int taken = (int)Math.Min(_remaining, bytes.Length);
        BodyBytes += taken;
        _remaining -= taken;
        if (_remaining == 0)
        {
            _step = _chunked ? Step.ChunkEnd : Step.Complete;
        }

        return bytes[taken..];
    }

    private ReadOnlySpan<byte> FeedLine(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        int taken = end < 0 ? bytes.Length : end + 1;
        if (_lineLength + taken > _line.Length || !CountHeaderBytes(taken))
        {
            _step = Step.Invalid;
            return bytes;
        }

        ReadOnlySpan<byte> line = bytes[..taken];
        if (_lineLength > 0 || end < 0)
        {
            line.CopyTo(_line.AsSpan(_lineLength));
            _lineLength += taken;
            line = _line.AsSpan(0, _lineLength);
        }

        if (end >= 0)
        {
            _lineLength = 0;
            line = line[..^1];
            _step = TakeLine(line.EndsWith("\r"u8) ? line[..^1] : line);
        }

        return bytes[taken..];
    }

    /// <summary>Lines between chunks are limited one by one: a long body may have any number of them.</summary>
    private bool CountHeaderBytes(int count)
    {
        if (_step is Step.ChunkSize or Step.ChunkEnd)
        {
            return true;
        }

        _headerBytes += count;
        return _headerBytes <= MaxHeaderBytes;
    }

    private Step TakeLine(ReadOnlySpan<byte> line) => _step switch
    {
        Step.StatusLine => TakeStatusLine(line),
        Step.Header => line.IsEmpty ? EndOfHead() : TakeHeader(line),
        Step.ChunkSize => TakeChunkSize(line),
        Step.ChunkEnd => line.IsEmpty ? Step.ChunkSize : Step.Invalid,
        Step.Trailer => line.IsEmpty ? Step.Complete : Step.Trailer,
        _ => Step.Invalid,
    };

    private Step TakeStatusLine(ReadOnlySpan<byte> line)
    {
        const int CodeStart = 9;
        const int CodeEnd = 12;
        if (line.Length < CodeEnd || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1') || line[8] != ' '
            || !Utf8Parser.TryParse(line[CodeStart..CodeEnd], out ushort code, out int digits) || digits != CodeEnd - CodeStart || code < 100
            || (line.Length > CodeEnd && line[CodeEnd] != ' '))
        {
            return Step.Invalid;
        }

        StatusCode = code;
        Closes = line[7] == '0';
        return Step.Header;
    }

    private Step TakeHeader(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAny((byte)' ', (byte)'\t'))
        {
            return Step.Invalid;
        }

        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
        {
            return TakeContentLength(value);
        }

        if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8))
        {
            _chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            return _chunked ? Step.Header : Step.Invalid;
        }

        if (Ascii.EqualsIgnoreCase(name, "Connection"u8))
        {
            Closes = !Ascii.EqualsIgnoreCase(value, "keep-alive"u8) && (Closes || Ascii.EqualsIgnoreCase(value, "close"u8));
        }
        else if (Ascii.EqualsIgnoreCase(name, "Cache-Status"u8) && Cache != CacheState.Hit)
        {
            Cache = CacheStatusHeader.Read(value);
        }
        else if (Ascii.EqualsIgnoreCase(name, "Server-Timing"u8))
        {
            // Several fields are one list (RFC 9110, 5.3).
            string metrics = Encoding.ASCII.GetString(value);
            ServerTiming = ServerTiming is null ? metrics : $"{ServerTiming}, {metrics}";
        }

        return Step.Header;
    }

    private Step TakeContentLength(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || !char.IsAsciiDigit((char)value[0])
            || !Utf8Parser.TryParse(value, out long length, out int digits) || digits != value.Length
            || (_contentLength >= 0 && _contentLength != length))
        {
            return Step.Invalid;
        }

        _contentLength = length;
        return Step.Header;
    }

    private Step EndOfHead()
    {
        // RFC 9112, 6.3: an answer with both lengths is to be treated as an error; 101 answers an upgrade that nobody asked for.
        if ((_chunked && _contentLength >= 0) || StatusCode == 101)
        {
            return Step.Invalid;
        }

        if (StatusCode < 200)
        {
            BeginHead();
            return Step.StatusLine;
        }

        if (StatusCode is 204 or 304 || _contentLength == 0)
        {
            return Step.Complete;
        }

        if (_chunked)
        {
            return Step.ChunkSize;
        }

        _remaining = _contentLength;
        Closes |= _contentLength < 0;
        return _contentLength < 0 ? Step.BodyUntilClose : Step.FixedBody;
    }

    private Step TakeChunkSize(ReadOnlySpan<byte> line)
    {
        int extension = line.IndexOf((byte)';');
        ReadOnlySpan<byte> size = (extension < 0 ? line : line[..extension]).TrimEnd(" \t"u8);
        if (!Utf8Parser.TryParse(size, out _remaining, out int digits, 'x') || digits != size.Length || _remaining < 0)
        {
            return Step.Invalid;
        }

        return _remaining == 0 ? Step.Trailer : Step.ChunkData;
    }
}
