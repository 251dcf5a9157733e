using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LocalLambdas.Tests.Chaos;

/// <summary>One kept connection. It reads strictly what the proxy is to send: a head, a length, as many bytes, and nothing else.</summary>
internal sealed class ChaosConnection : IDisposable
{
    // Longer than any answer may take, the start of a process included
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _begin;
    private int _end;

    /// <summary>Whether the proxy has said more than it was asked.</summary>
    public bool HasSurplus => _begin < _end || _socket.Available > 0;

    public static async Task<ChaosConnection> OpenAsync(Uri proxy, CancellationToken cancellationToken)
    {
        var connection = new ChaosConnection();
        await connection._socket.ConnectAsync(proxy.Host, proxy.Port, cancellationToken);
        return connection;
    }

    public async Task SendAsync(IEnumerable<ChaosRequest> requests, CancellationToken cancellationToken)
    {
        byte[] bytes = [.. requests.SelectMany(request => request.Write())];
        for (var sent = 0; sent < bytes.Length;)
            sent += await _socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
    }

    /// <summary>An answer, or the begin of one that was broken off.</summary>
    /// <exception cref="InvalidDataException">The proxy sent something else.</exception>
    /// <exception cref="EndOfStreamException">It closed the connection before the body.</exception>
    /// <exception cref="TimeoutException">It sent nothing.</exception>
    public async Task<ChaosAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var head = Encoding.UTF8.GetString(await TakeAsync(await FindHeadAsync(cancellationToken), cancellationToken));
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        if (lines[0].Length < 12 || !lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(lines[0].AsSpan(9, 3), out var status))
            throw new InvalidDataException($"status line '{lines[0]}'");

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !headers.TryAdd(line[..colon], line[(colon + 1)..].Trim()))
                throw new InvalidDataException($"header '{line}'");
        }

        var isChunked = headers.TryGetValue("Transfer-Encoding", out var coding);
        if (headers.ContainsKey("Connection") || headers.TryGetValue("Content-Length", out var length) == isChunked || (isChunked && coding is not "chunked"))
            throw new InvalidDataException($"framing of '{head}'");
        try
        {
            return new(status, headers, isChunked ? await TakeChunksAsync(cancellationToken) : await TakeAsync(Number(length!, NumberStyles.None), cancellationToken));
        }
        catch (EndOfStreamException)
        {
            return new(status, headers, []) { IsBrokenOff = true };
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int Number(string text, NumberStyles style) => int.Parse(text, style, CultureInfo.InvariantCulture);

    private async Task<byte[]> TakeChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = Encoding.ASCII.GetString(await TakeAsync(await FindAsync("\r\n"u8.ToArray(), cancellationToken), cancellationToken));
            var size = Number(line.TrimEnd(), NumberStyles.AllowHexSpecifier);
            var chunk = await TakeAsync(size + 2, cancellationToken);
            if (!chunk.AsSpan(size).SequenceEqual("\r\n"u8))
                throw new InvalidDataException($"a chunk of {size} bytes without end");
            if (size == 0)
                return body.ToArray();
            body.Write(chunk, 0, size);
        }
    }

    private Task<int> FindHeadAsync(CancellationToken cancellationToken) => FindAsync("\r\n\r\n"u8.ToArray(), cancellationToken);

    private async Task<int> FindAsync(byte[] mark, CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_begin, _end - _begin).IndexOf(mark);
            if (end >= 0)
                return end + mark.Length;
            await FillAsync(cancellationToken);
        }
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _begin < count)
            await FillAsync(cancellationToken);
        _begin += count;
        return _buffer[(_begin - count).._begin];
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            _end -= _begin;
            _begin = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await ReceiveAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        if (read == 0)
            throw new EndOfStreamException("the proxy closed the connection");
        _end += read;
    }

    private async Task<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return 0;
        }
    }
}
