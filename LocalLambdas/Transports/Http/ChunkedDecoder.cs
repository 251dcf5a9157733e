using System.Buffers;

namespace LocalLambdas.Transports.Http;

/// <summary>Finds the data in a chunked body (RFC 9112, 7.1), in whatever pieces it comes. Extensions and trailers are dropped.</summary>
internal struct ChunkedDecoder
{
    /// <summary>A line with the size and what may follow it, or a line of the trailer.</summary>
    private const int MaximumLineBytes = 4096;

    private const int MaximumTrailerBytes = ResponseHeadParser.MaximumBytes;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private Part _part;
    private long _left;
    private int _trailerBytes;

    private enum Part
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        End,
    }

    public readonly bool HasEnded => _part is Part.End;

    /// <summary>The next piece of data. Empty data: more input is needed, or the body <see cref="HasEnded"/>.</summary>
    /// <param name="most">How much data there is room for.</param>
    public BadResponse Next(ReadOnlySpan<byte> input, int most, out int consumed, out ReadOnlySpan<byte> data)
    {
        consumed = 0;
        data = default;
        while (_part is not Part.End)
        {
            var rest = input[consumed..];
            if (_part is Part.Data)
            {
                data = rest[..(int)Math.Min(Math.Min(rest.Length, most), _left)];
                consumed += data.Length;
                _left -= data.Length;
                if (_left is 0) _part = Part.DataEnd;
                if (!data.IsEmpty || _left > 0) return BadResponse.None;
                continue;
            }

            var error = ReadLine(rest, out var lineBytes);
            if (error is not BadResponse.None) return error;
            if (lineBytes is 0) return BadResponse.None;
            consumed += lineBytes;
        }

        return BadResponse.None;
    }

    /// <param name="bytes">How many bytes the line has; 0 if it is not complete.</param>
    private BadResponse ReadLine(ReadOnlySpan<byte> input, out int bytes)
    {
        bytes = 0;
        var feed = input[..Math.Min(input.Length, MaximumLineBytes)].IndexOf((byte)'\n');
        if (feed < 0) return input.Length < MaximumLineBytes ? BadResponse.None : BadResponse.ChunkIllegal;
        if (feed is 0 || input[feed - 1] is not (byte)'\r') return BadResponse.ChunkIllegal;
        bytes = feed + 1;
        var line = input[..(feed - 1)];
        return FieldSyntax.IsValue(line) && Take(line) ? BadResponse.None : BadResponse.ChunkIllegal;
    }

    private bool Take(ReadOnlySpan<byte> line)
    {
        switch (_part)
        {
            case Part.Size:
                if (!TryReadSize(line, out _left)) return false;
                _part = _left is 0 ? Part.Trailer : Part.Data;
                return true;
            case Part.DataEnd:
                _part = Part.Size;
                return line.IsEmpty;
            default:
                if (line.IsEmpty) _part = Part.End;
                else if ((_trailerBytes += line.Length) > MaximumTrailerBytes || line.IndexOf((byte)':') is not (var colon and > 0) || !FieldSyntax.IsName(line[..colon])) return false;
                return true;
        }
    }

    private static bool TryReadSize(ReadOnlySpan<byte> line, out long size)
    {
        size = 0;
        var digits = line.IndexOfAnyExcept(HexDigits);
        var rest = digits < 0 ? default : line[digits..].TrimStart(" \t"u8);
        if (digits < 0) digits = line.Length;

        // Fifteen digits are an exabyte, and no overflow.
        if (digits is 0 or > 15 || !(rest.IsEmpty || rest[0] is (byte)';')) return false;
        foreach (var digit in line[..digits]) size = (size << 4) | (uint)HexValue(digit);
        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
