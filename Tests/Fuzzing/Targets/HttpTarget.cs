using Fuzzing.Http;

namespace Fuzzing.Targets;

/// <summary>
/// What a client sends on one connection to the proxy as it is run, cache included: every request gets one legal answer or the connection
/// is closed, nothing is thrown, and what reaches a lambda is a legal request.
/// </summary>
internal sealed class HttpTarget : FuzzTarget
{
    // Without the fast path, which would keep from the application what is checked here; FastPathTarget holds that it changes nothing
    private readonly InMemoryProxy _proxy = new(TimeProvider.System, hasFastPath: false);

    public override IReadOnlyList<byte[]> Dictionary => Words.Http;

    public override void Run(ReadOnlySpan<byte> input)
    {
        _proxy.Forget();
        var (answers, mayBeCut) = _proxy.ExchangeAsync(input.ToArray()).GetAwaiter().GetResult();
        new Answers(answers, mayBeCut).Check(_proxy.Methods);
    }

    public override void Dispose()
    {
        _proxy.Dispose();
        base.Dispose();
    }
}
