using System.Runtime.InteropServices;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports;

/// <summary>Two ways to a process of which nobody has said what it speaks. It shows by the first that it takes; the other is then closed.</summary>
internal sealed class AutoTransport(ILambdaTransport frames, ILambdaTransport json) : ILambdaTransport
{
    private ILambdaTransport? _chosen;

    public string Address => (_chosen ?? json).Address;

    public bool Streams => _chosen is { Streams: true };

    public Task<string>? Broken => _chosen?.Broken;

    public Task<bool>? GoesAway => _chosen?.GoesAway;

    public SafeHandle? AddTo(IDictionary<string, string> environment)
    {
        json.AddTo(environment);
        var inherited = frames.AddTo(environment);
        environment[LambdaVariables.Protocol] = LambdaVariables.Auto;
        return inherited;
    }

    public void Begin(StartRecord start)
    {
        json.Begin(start);
        frames.Begin(start);
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var framed = frames.WaitUntilReadyAsync(decided.Token);
        var accepted = json.WaitUntilReadyAsync(decided.Token);
        var first = await Task.WhenAny(framed, accepted).ConfigureAwait(false);
        await decided.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(framed, accepted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
        _chosen = first == framed ? frames : json;
        (first == framed ? json : frames).Dispose();
    }

    public ValueTask<LambdaResponse> ExchangeAsync(LambdaRequest request, InvokeTimeline? times, CancellationToken cancellationToken) =>
        _chosen!.ExchangeAsync(request, times, cancellationToken);

    public void Dispose()
    {
        frames.Dispose();
        json.Dispose();
    }
}
