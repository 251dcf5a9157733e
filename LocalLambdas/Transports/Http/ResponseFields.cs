using System.Buffers.Text;
using LocalLambdas.Forwarding;

namespace LocalLambdas.Transports.Http;

/// <summary>The fields of one head while they are read.</summary>
internal sealed class ResponseFields
{
    private const int MaximumFields = 256;

    // Of the largest number there is. With more zeros in front some readers take it for no length at all, .NET's client for one.
    private const int MostLengthDigits = 19;

    private readonly List<KeyValuePair<string, string>> _headers = [];
    private List<string>? _connection;
    private long? _length;
    private bool _isChunked;
    private ReadOnlyMemory<byte> _startup;
    private int _count;

    public BadResponse Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (++_count > MaximumFields) return BadResponse.HeadTooLarge;
        switch (name.Length)
        {
            case 14 when FieldSyntax.IsSameName(name, "content-length"u8):
                return SetLength(value);
            case 17 when FieldSyntax.IsSameName(name, "transfer-encoding"u8):
                return SetCoding(value);
            case 14 when FieldSyntax.IsSameName(name, "lambda-startup"u8):
                _startup = value.ToArray();
                return BadResponse.None;
        }

        var text = FieldText.Name(name);
        if (!HopByHopHeaders.Contains(text)) _headers.Add(new(text, FieldText.Value(value)));
        else if (text.Equals("Connection", StringComparison.OrdinalIgnoreCase)) (_connection ??= []).AddRange(HopByHopHeaders.NamedBy(FieldText.Value(value)));
        return BadResponse.None;
    }

    public BadResponse Complete(int status, bool isVersion10, out ResponseHead? head)
    {
        head = null;

        // RFC 9112, 6.1 and 6.3: a sign of somebody who wants two readings, or of faulty framing.
        if (_isChunked && (_length is not null || isVersion10)) return BadResponse.LengthAmbiguous;
        var keepsOpen = !Says("close") && (!isVersion10 || Says("keep-alive"));
        if (_connection is not null) _headers.RemoveAll(header => Says(header.Key));
        head = new(status, [.. _headers], _length, _isChunked, keepsOpen, _startup);
        return BadResponse.None;
    }

    private bool Says(string option) => _connection?.Contains(option, StringComparer.OrdinalIgnoreCase) is true;

    // RFC 9112, 6.3: the same value several times may be taken for one.
    private BadResponse SetLength(ReadOnlySpan<byte> value)
    {
        foreach (var range in value.Split((byte)','))
        {
            var digits = value[range].Trim(" \t"u8);
            if (digits.IsEmpty || digits.Length > MostLengthDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return BadResponse.LengthIllegal;
            if (!Utf8Parser.TryParse(digits, out long length, out _) || (_length is { } other && other != length)) return BadResponse.LengthIllegal;
            _length = length;
        }

        return BadResponse.None;
    }

    private BadResponse SetCoding(ReadOnlySpan<byte> value)
    {
        if (_isChunked || !FieldSyntax.IsSameName(value, "chunked"u8)) return BadResponse.CodingUnknown;
        _isChunked = true;
        return BadResponse.None;
    }
}
