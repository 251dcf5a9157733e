using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Tests.Lambdas;

internal sealed class FakeTransport : IEnvelopeTransport
{
    public string Address => "nowhere";

    public ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken) => new(true);

    public ValueTask<AnswerBuffer> ExchangeAsync(ReadOnlyMemory<byte> envelope, InvokeTimeline? times, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
