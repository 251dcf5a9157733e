using System.Globalization;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>Collects a body until all of it has come: for handlers that want it in one piece.</summary>
internal sealed class HeldBody(Exchange exchange) : IIncomingBody
{
    // The same variable and default as the proxy has for bodies that it holds; it passes its environment on
    private const string Variable = "MAX_REQUEST_BODY_BYTES";
    private const int DefaultLimit = 30_000_000;

    private readonly int _limit = Limit(Environment.GetEnvironmentVariable(Variable));
    private ReceiveWindow _window = new();
    private byte[] _body = [];
    private int _length;

    public bool IsComplete { get; private set; }

    public bool IsTooLong => _length > _limit;

    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, _length);

    public FrameError Take(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        if (IsComplete)
            return FrameError.OutOfOrder;
        if (!_window.TryReceive(bytes.Length))
            return FrameError.BadCredit;
        if (_body.Length - _length < bytes.Length)
            Array.Resize(ref _body, Math.Max(_length + bytes.Length, 2 * _body.Length));
        bytes.CopyTo(_body.AsSpan(_length));
        _length += bytes.Length;
        IsComplete = isEnd;
        if (_window.Consume(bytes.Length) is var granted and > 0 && !isEnd && !IsTooLong)
            exchange.Grant(granted);
        return FrameError.None;
    }

    public LambdaResponse Refusal() => LambdaResponse.Problem(
        413, "Request body too large", $"The lambda takes request bodies of at most {_limit} bytes ({Variable}).");

    public void BreakOff()
    {
    }

    private static int Limit(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : DefaultLimit;
}
