using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace LocalLambdas.Transports.Http;

/// <summary>The bytes of one connection to a service. For one reader and one writer at a time; <see cref="Abort"/> is for anybody.</summary>
internal sealed class HttpWire(Socket socket) : IDisposable
{
    /// <summary>What a head, and a small body behind it, mostly fit into.</summary>
    public const int UsualBytes = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _begin;
    private int _end;
    private ValueTask<int> _receiving;
    private bool _isReceiving;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_begin, _end - _begin);

    public bool HasUnread => _end > _begin;

    /// <summary>
    /// False if the service has closed the connection, or has sent what nobody asked for. Asking begins to receive, which costs nothing: who
    /// sends a request now would have to receive next anyway.
    /// </summary>
    public bool IsSilent
    {
        get
        {
            if (HasUnread) return false;
            BeginReceiving(UsualBytes);
            return !_receiving.IsCompleted;
        }
    }

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
        BeginReceiving(room);
        _isReceiving = false;
        return _receiving;
    }

    /// <summary>So many bytes become <see cref="Unread"/>.</summary>
    public int Filled(int bytes)
    {
        _end += bytes;
        return bytes;
    }

    /// <summary>Past the buffer, when nothing is <see cref="Unread"/>; 0 at the end.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> destination) => socket.ReceiveAsync(destination, SocketFlags.None);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }
    }

    /// <summary>Whether somebody has spoken or closed. For a connection that nobody uses.</summary>
    public bool HasStirred() => socket.Poll(0, SelectMode.SelectRead);

    /// <summary>What is under way fails.</summary>
    public void Abort() => socket.Dispose();

    /// <summary>By its user, when nothing is under way but what <see cref="IsSilent"/> began.</summary>
    public void Dispose()
    {
        socket.Dispose();
        var bytes = Interlocked.Exchange(ref _bytes, []);

        // What is still received goes there: then nobody else may have it.
        if (bytes.Length > 0 && (!_isReceiving || _receiving.IsCompleted)) ArrayPool<byte>.Shared.Return(bytes);
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "It is consumed once: by who fills.")]
    private void BeginReceiving(int room)
    {
        if (_isReceiving) return;
        MakeRoom(room);
        _receiving = socket.ReceiveAsync(_bytes.AsMemory(_end), SocketFlags.None);
        _isReceiving = true;
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
