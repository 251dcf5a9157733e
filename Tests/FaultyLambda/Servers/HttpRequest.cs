using System.Globalization;
using System.Text;

namespace FaultyLambda.Servers;

/// <summary>A request in HTTP/1.1, as far as a proxy sends it. One character of its head is one byte.</summary>
internal sealed record HttpRequest(Stream Stream, string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Null if the connection ends.</summary>
    public static async Task<HttpRequest?> ReadHeadAsync(Stream stream)
    {
        if (await ReadLineAsync(stream) is not { } line)
            return null;
        var parts = line.Split(' ');
        var headers = new List<KeyValuePair<string, string>>();
        while (await ReadLineAsync(stream) is { Length: > 0 } field)
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(field[..colon], field[(colon + 1)..].Trim()));
        }

        return parts is [var method, var target, "HTTP/1.1"] ? new(stream, method, target, headers) : throw new IOException($"no request line: {line}");
    }

    public async Task<byte[]> ReadBodyAsync()
    {
        using var body = new MemoryStream();
        await foreach (var piece in ReadPiecesAsync())
            body.Write(piece.Span);
        return body.ToArray();
    }

    /// <summary>The body as it comes.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadPiecesAsync()
    {
        if (Header("Transfer-Encoding") is null)
        {
            var buffer = new byte[65536];
            for (var left = long.Parse(Header("Content-Length") ?? "0", CultureInfo.InvariantCulture); left > 0;)
            {
                var count = await Stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)));
                if (count == 0)
                    throw new IOException("the body of a request broke off");
                left -= count;
                yield return buffer.AsMemory(0, count);
            }

            yield break;
        }

        while (Convert.ToInt32(await ReadLineAsync(Stream), 16) is > 0 and var size)
        {
            var chunk = new byte[size];
            await Stream.ReadExactlyAsync(chunk);
            await ReadLineAsync(Stream);
            yield return chunk;
        }

        await ReadLineAsync(Stream);
    }

    private string? Header(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }
}
