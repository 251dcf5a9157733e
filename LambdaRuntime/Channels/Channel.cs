namespace LambdaRuntime;

/// <summary>The connection to the proxy on which frames flow. Its calls block; one thread receives while another one sends.</summary>
/// <param name="transport">What carries it, as the attribute <c>network.transport</c> says it.</param>
/// <param name="token">What HELLO has to show.</param>
/// <param name="close">Ends both directions, so that a thread that receives is woken: closing alone does not.</param>
/// <param name="finish">Where closing would take back what has not yet arrived: ends one direction, and the proxy ends the other.</param>
internal sealed class Channel(Stream stream, string transport, byte[] token, Action close, Action? keepFromChildren = null, Action? finish = null)
{
    public string Transport => transport;

    public byte[] Token => token;

    /// <summary>0 when the connection has ended, in whatever way: the proxy is gone.</summary>
    public int Receive(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <exception cref="IOException">The connection has ended.</exception>
    public void Send(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    /// <summary>Nothing more will be sent; what was sent still arrives.</summary>
    public void Finish() => (finish ?? close)();

    public void Close() => close();

    /// <summary>Processes that this one starts do not inherit it.</summary>
    public void KeepFromChildren() => keepFromChildren?.Invoke();
}
