using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace Testing.Otlp;

/// <summary>The server's side of an HTTP/1.1 connection, as far as an exporter needs it.</summary>
internal sealed class HttpConnection(Socket socket) : IDisposable
{
    private readonly BufferedStream _stream = new(new NetworkStream(socket, ownsSocket: true), 64 * 1024);

    /// <summary>Null when the client has closed the connection.</summary>
    public (string Method, string Path, byte[] Body)? Receive()
    {
        if (ReadLine() is not { Length: > 0 } requestLine)
            return null;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var words = requestLine.Split(' ');
        return (words[0], words[1], Decode(ReadBody(headers), headers.GetValueOrDefault("Content-Encoding")));
    }

    /// <summary>An empty message of Protobuf: everything was accepted.</summary>
    public void Accept() => Send("200 OK");

    public void Refuse(string status) => Send(status);

    public void Dispose() => _stream.Dispose();

    private void Send(string status)
    {
        _stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"));
        _stream.Flush();
    }

    private byte[] ReadBody(Dictionary<string, string> headers)
    {
        if (!headers.ContainsKey("Transfer-Encoding"))
            return ReadExactly(int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture));

        using var body = new MemoryStream();
        while (Convert.ToInt32(ReadLine(), 16) is > 0 and var size)
        {
            body.Write(ReadExactly(size));
            ReadLine();
        }

        ReadLine();
        return body.ToArray();
    }

    private static byte[] Decode(byte[] body, string? encoding)
    {
        if (encoding is null)
            return body;
        if (encoding != "gzip")
            throw new NotSupportedException($"Content-Encoding: {encoding}");

        using var unzipped = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress))
            gzip.CopyTo(unzipped);
        return unzipped.ToArray();
    }

    private byte[] ReadExactly(int length)
    {
        var bytes = new byte[length];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    private string? ReadLine()
    {
        var line = new StringBuilder();
        while (_stream.ReadByte() is >= 0 and var next)
        {
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)next);
        }

        return null;
    }
}
