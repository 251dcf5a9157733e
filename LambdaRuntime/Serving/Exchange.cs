using System.Diagnostics;
using System.Text;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>One request and its answer, from the first frame to the last.</summary>
internal sealed class Exchange : IThreadPoolWorkItem
{
    private readonly FrameServer _server;
    private readonly ResponseSender _sender;
    private LambdaRequest _request = null!;
    private IIncomingBody? _incoming;
    private CancellationTokenSource? _cancellation;
    private int _isOver;

    public Exchange(FrameServer server, uint stream)
    {
        _server = server;
        Stream = stream;
        _sender = new(server, this);
    }

    public uint Stream { get; }

    public bool IsOver => Volatile.Read(ref _isOver) != 0;

    /// <summary>The handler is to run while the body comes.</summary>
    public bool IsReading => _incoming is RequestBodyStream;

    // Few handlers ask for one
    private CancellationToken Token => _server.TakesToken ? (_cancellation ?? CreateCancellation()).Token : CancellationToken.None;

    /// <param name="ready">This, when the handler can run.</param>
    public FrameError TakeHead(RequestHead head, bool isEnd, out Exchange? ready)
    {
        ready = null;
        var method = RequestDecoder.Method(head.Method);
        var uri = Encoding.UTF8.GetString(head.Uri);
        var headers = RequestDecoder.Headers(head.Fields);
        if (isEnd)
        {
            ready = this;
            _request = _server.IsStreaming && !head.Body.IsEmpty
                ? new() { Method = method, Uri = uri, Headers = headers, BodyStream = new MemoryStream(head.Body.ToArray(), writable: false) }
                : new() { Method = method, Uri = uri, Headers = headers, Body = head.Body.ToArray() };
            return FrameError.None;
        }

        if (_server.IsStreaming)
        {
            var body = new RequestBodyStream(this);
            _incoming = body;
            _request = new() { Method = method, Uri = uri, Headers = headers, BodyStream = body };
            ready = this;
        }
        else
        {
            // Its body is set when all of it has come
            _incoming = new HeldBody(this);
            _request = new() { Method = method, Uri = uri, Headers = headers };
        }

        _server.Exchanges.Add(this);
        return head.Body.IsEmpty ? FrameError.None : TakeBody(head.Body, isEnd: false, out _);
    }

    public FrameError TakeBody(ReadOnlySpan<byte> bytes, bool isEnd, out Exchange? ready)
    {
        ready = null;
        if (_incoming is not { } incoming)
            return FrameError.OutOfOrder;
        var error = incoming.Take(bytes, isEnd);
        if (error != FrameError.None || incoming is not HeldBody held)
            return error;
        if (held.IsTooLong)
        {
            Answer(held.Refusal(), null);
        }
        else if (held.IsComplete)
        {
            _request = new() { Method = _request.Method, Uri = _request.Uri, Headers = _request.Headers, Body = held.Body };
            ready = this;
        }

        return FrameError.None;
    }

    public FrameError TakeCredit(uint bytes) => _sender.TakeCredit(bytes) ? FrameError.None : FrameError.BadCredit;

    /// <summary>More of the request's body may come.</summary>
    public void Grant(int bytes)
    {
        lock (_server.Output.Gate)
        {
            if (!IsOver)
                FrameWriter.WriteCredit(_server.Output.Pending, Stream, (uint)bytes);
        }
    }

    public void Flush() => _server.Output.Flush();

    /// <summary>On the thread that receives, which flushes afterwards.</summary>
    public void Run()
    {
        if (IsOver)
            return;
        if (Observation.IsAsked(_request))
        {
            _ = RunObservedAsync();
            return;
        }

        LambdaResponse response;
        try
        {
            var answering = _server.Handler(_request, Token);
            if (!answering.IsCompletedSuccessfully)
            {
                _ = FinishAsync(answering, null);
                return;
            }

            response = Checked(answering.Result);
        }
        catch (Exception exception)
        {
            response = Invocation.Failure(_request, exception);
        }

        Answer(response, null);
    }

    /// <summary>On the thread pool.</summary>
    public void Execute()
    {
        var began = Stopwatch.GetTimestamp();
        Run();
        _server.Policy.Measured(began);
        Flush();
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    public void Cancel()
    {
        if (TryEnd())
            _cancellation?.CancelAsync();
    }

    /// <summary>The last frame of the answer is written, or nothing more will be. False when that is so already.</summary>
    public bool TryEnd()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return false;
        _server.Exchanges.Remove(this);
        _incoming?.BreakOff();
        _sender.BreakOff();
        return true;
    }

    // An async method, so that the span of the invocation is the current one in here alone
    private async Task RunObservedAsync()
    {
        var observation = Observation.Of(_request, _server.Carrier);
        await FinishAsync(InvokeAsync(), observation).ConfigureAwait(false);
    }

    private async ValueTask<LambdaResponse> InvokeAsync() => await _server.Handler(_request, Token).ConfigureAwait(false);

    private async Task FinishAsync(ValueTask<LambdaResponse> answering, Observation? observation)
    {
        if (!answering.IsCompleted)
            _server.Exchanges.Add(this);
        LambdaResponse response;
        try
        {
            response = Checked(await answering.ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            observation?.Failed(exception);
            response = Invocation.Failure(_request, exception);
        }

        Answer(response, observation);
        Flush();
    }

    private static LambdaResponse Checked(LambdaResponse? response) => response is { Headers: not null }
        ? response
        : throw new InvalidOperationException("The handler has returned null, or a response without Headers.");

    // Another thread may have ended the exchange before it could see this
    private CancellationTokenSource CreateCancellation()
    {
        var created = new CancellationTokenSource();
        Interlocked.Exchange(ref _cancellation, created);
        if (IsOver)
            created.Cancel();
        return created;
    }

    private void Answer(LambdaResponse response, Observation? observation)
    {
        if (observation is not null)
            response = observation.Time(response);
        if (response.WriteBody is { } write)
            _ = WriteBodyAsync(write, _sender.Begin(response, observation), observation);
        else
            _sender.SendWhole(response, observation);
    }

    private async Task WriteBodyAsync(LambdaBodyWriter write, ResponseBodyStream body, Observation? observation)
    {
        _server.Exchanges.Add(this);

        // It may wait for credit, which the thread that receives has to bring
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await write(body, Token).ConfigureAwait(false);
            await body.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (IsOver)
                return;
            observation?.Failed(exception);
            _sender.Fail(Invocation.Failure(_request, exception));
        }

        Flush();
    }
}
