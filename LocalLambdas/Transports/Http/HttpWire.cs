using System.Buffers;
using System.Net.Sockets;
using LocalLambdas.Sockets;

namespace LocalLambdas.Transports.Http;

/// <summary>The bytes of one connection to a service. For one reader and one writer at a time; <see cref="Abort"/> is for anybody.</summary>
internal sealed class HttpWire(LambdaSocket socket) : IDisposable
{
    /// <summary>What a head, and a small body behind it, mostly fit into.</summary>
    public const int UsualBytes = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _begin;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_begin, _end - _begin);

    public bool HasUnread => _end > _begin;

    /// <summary>False if the service has closed the connection, or has sent what nobody asked for.</summary>
    public bool IsSilent => !HasUnread && !socket.HasStirred();

    /// <summary>As <see cref="IsSilent"/>, as far as that is known without asking (<see cref="LambdaSocket.IsKnownToHaveStirred"/>).</summary>
    public bool SeemsSilent => !HasUnread && !socket.IsKnownToHaveStirred();

    public void Consume(int bytes)
    {
        _begin += bytes;
        if (_begin < _end) return;
        _begin = 0;
        _end = 0;
    }

    /// <summary>Waits for more bytes; 0 at the end. What came is to be given to <see cref="Filled"/>: a method that waits for both would cost an allocation.</summary>
    /// <param name="room">How many bytes there should be room for, if nothing else is there.</param>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="ObjectDisposedException">It was aborted.</exception>
    public ValueTask<int> FillAsync(int room = UsualBytes)
    {
        MakeRoom(room);
        return socket.ReceiveAsync(_bytes.AsMemory(_end));
    }

    /// <summary>So many bytes become <see cref="Unread"/>.</summary>
    public int Filled(int bytes)
    {
        _end += bytes;
        return bytes;
    }

    /// <summary>Past the buffer, when nothing is <see cref="Unread"/>; 0 at the end.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> destination) => socket.ReceiveAsync(destination);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => socket.SendAsync(bytes);

    /// <inheritdoc cref="LambdaSocket.TrySendSoon"/>
    public bool TrySendSoon(ReadOnlyMemory<byte> bytes) => socket.TrySendSoon(bytes);

    /// <summary>What is under way fails.</summary>
    public void Abort() => socket.Dispose();

    /// <summary>By its user, when nothing is under way.</summary>
    public void Dispose()
    {
        socket.Dispose();
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void MakeRoom(int room)
    {
        if (!HasUnread)
        {
            _begin = 0;
            _end = 0;
            if (_bytes.Length != room) Replace(room);
        }
        else if (_end == _bytes.Length)
        {
            Replace(_begin > 0 ? _bytes.Length : _bytes.Length * 2);
        }
    }

    private void Replace(int size)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        Unread.CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
        _end -= _begin;
        _begin = 0;
    }
}
