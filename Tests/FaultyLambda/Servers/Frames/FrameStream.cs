using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FaultyLambda.Answers;

namespace FaultyLambda.Servers.Frames;

/// <summary>One request as it comes, and the credit for its answer.</summary>
/// <param name="keepsBody">False: only its length and digest are wanted.</param>
internal sealed class FrameStream(uint id, bool keepsBody) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _body = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Request? _head;
    private long _length;
    private long _credit = Frame.InitialCredit;

    public uint Id => id;

    public bool IsOver => Over.IsCompleted;

    public Task Over => _over.Task;

    public Request Request => _head! with { Body = _body.ToArray(), BodyLength = _length, BodySha256 = Convert.ToHexString(_hash.GetCurrentHash()) };

    public void TakeHead(ReadOnlySpan<byte> payload)
    {
        var methodLength = BinaryPrimitives.ReadUInt16LittleEndian(payload);
        var uriLength = BinaryPrimitives.ReadInt32LittleEndian(payload[2..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(payload[6..]);
        payload = payload[8..];
        var method = Cut(ref payload, methodLength);
        var uri = Cut(ref payload, uriLength);
        var headers = new List<KeyValuePair<string, string>>();
        for (; count > 0; count--)
        {
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(payload);
            var valueLength = BinaryPrimitives.ReadInt32LittleEndian(payload[2..]);
            payload = payload[6..];
            headers.Add(new(Cut(ref payload, nameLength), Cut(ref payload, valueLength)));
        }

        _head = new(method, uri, headers, []);
        Take(payload);
    }

    public void Take(ReadOnlySpan<byte> body)
    {
        _length += body.Length;
        _hash.AppendData(body);
        if (keepsBody)
            _body.Write(body);
    }

    public void Granted(uint bytes)
    {
        Interlocked.Add(ref _credit, bytes);
        _more.Release();
    }

    public void End()
    {
        _over.TrySetResult();
        _more.Release();
    }

    /// <summary>How many bytes may be sent, at least one; 0 if the stream is over.</summary>
    public async Task<int> CreditAsync(int wanted)
    {
        while (!IsOver && Interlocked.Read(ref _credit) == 0)
            await _more.WaitAsync();
        var count = IsOver ? 0 : (int)Math.Min(Math.Min(wanted, Frame.MaxData), Interlocked.Read(ref _credit));
        Interlocked.Add(ref _credit, -count);
        return count;
    }

    public void Dispose()
    {
        _hash.Dispose();
        _more.Dispose();
        _body.Dispose();
    }

    private static string Cut(ref ReadOnlySpan<byte> payload, int length)
    {
        var text = Encoding.UTF8.GetString(payload[..length]);
        payload = payload[length..];
        return text;
    }
}
