using PerfRunner.Results;

namespace PerfRunner.Load;

/// <summary>Reads and judges the answer to one request after another, whoever receives its bytes. Allocates no more than the parser.</summary>
internal sealed class AnswerReader(long timeoutTicks)
{
    private readonly ResponseParser _parser = new();
    private LoadRequest? _request;
    private long _sentAt;
    private long _completedAt;
    private long _bytesRead;

    public bool IsComplete => _parser.IsComplete;

    /// <summary>The connection cannot be used again after this answer.</summary>
    public bool Closes => _parser.Closes;

    /// <param name="sentAt">Stopwatch timestamp just before the first byte is sent.</param>
    public void Begin(LoadRequest request, long sentAt)
    {
        _parser.Reset();
        _request = request;
        _sentAt = _completedAt = sentAt;
        _bytesRead = 0;
    }

    /// <param name="bytes">What has arrived; nothing when the server has closed the connection.</param>
    /// <param name="at">When it was there, before anybody looked at it: that is the client's work, not the proxy's.</param>
    public RequestError? Take(ReadOnlySpan<byte> bytes, long at)
    {
        _completedAt = at;
        _bytesRead += bytes.Length;
        if (bytes.IsEmpty)
        {
            return _parser.EndOfStream() ? null : RequestError.ConnectionLost;
        }

        // Bytes beyond the answer belong to no request: after them nothing on this connection can be trusted.
        if (_parser.Feed(bytes) < bytes.Length || _parser.IsInvalid)
        {
            return RequestError.Protocol;
        }

        return IsOverdue(at) ? RequestError.Timeout : null;
    }

    public bool IsOverdue(long now) => now - _sentAt > timeoutTicks;

    /// <param name="error">What ended the request; null when the answer is complete.</param>
    public Exchange End(RequestError? error) => new(
        error ?? Judge(), _sentAt, _completedAt, _parser.StatusCode, _bytesRead, _parser.Cache, _parser.ServerTiming);

    private RequestError? Judge()
    {
        if (_parser.StatusCode is < 200 or > 299)
        {
            return RequestError.Status;
        }

        bool isWrongState = _request!.Cache switch
        {
            CacheExpectation.MustHit => _parser.Cache != CacheState.Hit,
            CacheExpectation.MustNotHit => _parser.Cache == CacheState.Hit,
            _ => false,
        };
        if (isWrongState)
        {
            return RequestError.WrongCacheState;
        }

        return _request.BodyBytes is { } agreed && _parser.BodyBytes != agreed ? RequestError.WrongBody : null;
    }
}
