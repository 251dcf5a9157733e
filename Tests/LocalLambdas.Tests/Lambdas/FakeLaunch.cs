using LocalLambdas.Lambdas;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Does what it is told, once.</summary>
internal sealed class FakeLaunch(Func<StartRecord, CancellationToken, Task<LambdaInstance>> start) : ILambdaLaunch
{
    public bool IsStarted { get; private set; }

    public bool IsDisposed { get; private set; }

    public Task<LambdaInstance> StartAsync(StartRecord record, CancellationToken cancellationToken)
    {
        Assert.False(IsStarted || IsDisposed);
        IsStarted = true;
        return start(record, cancellationToken);
    }

    public void Dispose()
    {
        Assert.False(IsStarted || IsDisposed);
        IsDisposed = true;
    }
}
