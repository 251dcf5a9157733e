using System.Runtime.InteropServices;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Is ready at once. Answers as it is told, or not at all.</summary>
internal sealed class FakeTransport(Func<LambdaRequest, LambdaResponse>? answer = null) : ILambdaTransport
{
    public string Address => "nowhere";

    public bool Streams { get; init; }

    public SafeHandle? AddTo(IDictionary<string, string> environment) => null;

    public void Begin(StartRecord start)
    {
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<LambdaResponse> ExchangeAsync(LambdaRequest request, InvokeTimeline? times, CancellationToken cancellationToken) =>
        new((answer ?? throw new NotSupportedException())(request));

    public void Dispose()
    {
    }
}
