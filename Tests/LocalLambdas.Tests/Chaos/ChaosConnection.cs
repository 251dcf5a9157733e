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

    /// <exception cref="InvalidDataException">The proxy sent something else, or closed the connection.</exception>
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

        if (headers.ContainsKey("Transfer-Encoding") || headers.ContainsKey("Connection") || !headers.TryGetValue("Content-Length", out var length))
            throw new InvalidDataException($"framing of '{head}'");
        return new(status, headers, await TakeAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellationToken));
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> FindHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_begin, _end - _begin).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return end + 4;
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
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        if (read == 0)
            throw new InvalidDataException("the proxy closed the connection");
        _end += read;
    }
}
