using System.Net.Sockets;
using System.Text;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Bytes to the proxy and back, for what no HTTP client would send. One character is one byte.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly StringBuilder _received = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public string Received => _received.ToString();

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Sends this, and returns whatever comes until the proxy closes the connection.</summary>
    public static async Task<string> ExchangeAsync(Uri address, string bytes)
    {
        using var connection = await OpenAsync(address);
        await connection.SendAsync(bytes);
        await connection.ReadToEndAsync();
        return connection.Received;
    }

    public async Task SendAsync(string bytes)
    {
        try
        {
            await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The proxy may close before it has read all of what it refuses.
        }
    }

    public async Task ReadUntilAsync(string text)
    {
        while (!Received.Contains(text, StringComparison.Ordinal))
            Assert.True(await ReadAsync(), $"closed before '{text}': {Received}");
    }

    public async Task ReadToEndAsync()
    {
        while (await ReadAsync())
        {
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> ReadAsync()
    {
        try
        {
            var read = await _client.GetStream().ReadAsync(_buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Limit);
            _received.Append(Encoding.Latin1.GetString(_buffer, 0, read));
            return read > 0;
        }
        catch (IOException)
        {
            // A reset, as the proxy has closed with bytes unread.
            return false;
        }
    }
}
