using System.Buffers.Binary;
using System.Text;

namespace Fuzzing.Frames;

/// <summary>The payload of a REQUEST or a RESPONSE, read by another reader than the product's.</summary>
/// <param name="First">The method, or the status.</param>
/// <param name="Uri">Empty for a response.</param>
internal sealed record RawHead(string First, string Uri, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private const int MostOfBody = 64 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Text => $"{First} {Uri} {string.Join('|', Headers.Select(header => $"{header.Key}: {header.Value}"))} {Convert.ToHexString(Body)}";

    /// <summary>Null if it is illegal.</summary>
    public static RawHead? OfRequest(ReadOnlySpan<byte> payload)
    {
        var method = (long)BinaryPrimitives.ReadUInt16LittleEndian(payload);
        var uri = (long)BinaryPrimitives.ReadUInt32LittleEndian(payload[2..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(payload[6..]);
        payload = payload[8..];
        return Cut(ref payload, method) is { Length: > 0 } methodText && Cut(ref payload, uri) is { Length: > 0 } uriText ? Rest(methodText, uriText, count, payload) : null;
    }

    /// <inheritdoc cref="OfRequest"/>
    public static RawHead? OfResponse(ReadOnlySpan<byte> payload)
    {
        var status = BinaryPrimitives.ReadUInt16LittleEndian(payload);
        return status is < 200 or > 599 ? null : Rest($"{status}", "", BinaryPrimitives.ReadUInt16LittleEndian(payload[2..]), payload[4..]);
    }

    private static RawHead? Rest(string first, string uri, int count, ReadOnlySpan<byte> rest)
    {
        var headers = new List<KeyValuePair<string, string>>();
        for (; count > 0; count--)
        {
            if (rest.Length < 6)
                return null;
            var name = (long)BinaryPrimitives.ReadUInt16LittleEndian(rest);
            var value = (long)BinaryPrimitives.ReadUInt32LittleEndian(rest[2..]);
            rest = rest[6..];
            if (Cut(ref rest, name) is not { Length: > 0 } nameText || Cut(ref rest, value) is not { } valueText)
                return null;
            headers.Add(new(nameText, valueText));
        }

        return rest.Length <= MostOfBody ? new(first, uri, headers, rest.ToArray()) : null;
    }

    // Null if there is not so much of it, or it is no UTF-8
    private static string? Cut(ref ReadOnlySpan<byte> bytes, long length)
    {
        if (length > bytes.Length)
            return null;
        var piece = bytes[..(int)length];
        bytes = bytes[(int)length..];
        try
        {
            return Utf8.GetString(piece);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
