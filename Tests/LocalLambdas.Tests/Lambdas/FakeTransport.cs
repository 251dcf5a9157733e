using System.Runtime.InteropServices;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Is ready at once. Answers as it is told, or not at all.</summary>
internal sealed class FakeTransport(Func<LambdaRequest, LambdaResponse>? answer = null) : ILambdaTransport
{
    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _goesAway = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Address => "nowhere";

    public Task<string> Broken => _broken.Task;

    public Task<bool> GoesAway => _goesAway.Task;

    public bool Streams { get; init; }

    public void Break(string reason) => _broken.SetResult(reason);

    public void GoAway(bool hasTakenRequests) => _goesAway.SetResult(hasTakenRequests);

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
