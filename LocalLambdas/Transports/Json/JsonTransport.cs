using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using LocalLambdas.Envelopes;
using LocalLambdas.Hosting;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports.Json;

/// <summary>The envelopes of docs/protocol.md: whole bodies, in base64. How the bytes travel is left to others.</summary>
internal abstract class JsonTransport(string addressVariable, string address, Readiness readiness, TimeSpan requestTimeout) : ILambdaTransport
{
    private const int EnvelopeWithoutBody = 512;

    private StartRecord? _start;

    public string Address => address;

    public bool Streams => false;

    public SafeHandle? AddTo(IDictionary<string, string> environment)
    {
        environment[LambdaVariables.Protocol] = LambdaVariables.Json;
        environment[addressVariable] = address;
        readiness.AddTo(environment);
        return null;
    }

    public virtual void Begin(StartRecord start) => _start = start;

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => readiness.UntilAsync(TryConnectAsync, cancellationToken);

    public async ValueTask<LambdaResponse> ExchangeAsync(LambdaRequest request, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        await IoThread.LeaveForMany(request.Body.Held.Length);
        var envelope = new ArrayBufferWriter<byte>(EnvelopeWithoutBody + (request.Body.Held.Length * 4 / 3));
        EnvelopeWriter.Write(envelope, request, times?.Activity);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(requestTimeout);
        try
        {
            // The process tells of its start in its first answer: only to who asked before there was one.
            var isFirst = _start!.FirstAnswer is null;
            times?.ExchangeBegins(address);
            using var answer = await SendAsync(envelope.WrittenMemory, times, timeout.Token).ConfigureAwait(false);
            times?.ExchangeEnds();
            _start.Answered();
            await IoThread.LeaveForMany(answer.Length);
            return Read(answer, isFirst, times);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(
                TransportError.TimedOut,
                string.Create(CultureInfo.InvariantCulture, $"The lambda did not answer within {requestTimeout.TotalSeconds} s."));
        }
    }

    public virtual void Dispose() => readiness.Dispose();

    /// <summary>Keeps the connection if it could make one.</summary>
    protected abstract ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken);

    /// <exception cref="TransportException">The exchange failed.</exception>
    protected abstract ValueTask<AnswerBuffer> SendAsync(ReadOnlyMemory<byte> envelope, InvokeTimeline? times, CancellationToken cancellationToken);

    private LambdaResponse Read(AnswerBuffer answer, bool isFirst, InvokeTimeline? times)
    {
        var isSampled = times?.Activity is not null;
        var extras = isFirst || isSampled ? new EnvelopeExtras(isSampled) : null;
        var error = EnvelopeReader.Read(answer.Written, extras, out var response);
        if (error is EnvelopeError.Empty) throw new TransportException(TransportError.ConnectionLost, "The lambda closed the connection without an answer.");
        if (error is not EnvelopeError.None) throw new TransportException(TransportError.BadEnvelope, $"The lambda's answer is no legal envelope: {error}.");
        if (isFirst && StartupTimes.TryRead(extras!.Startup, out var startup)) _start!.Reported(startup);
        if (isSampled) times!.Take(extras!.Spans);
        return response!;
    }
}
