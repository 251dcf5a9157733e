namespace LocalLambdas.Lambdas;

/// <summary>The right to use a running process for one request. While it is held, the process is not stopped for being idle.</summary>
/// <param name="Start">How the process came to this request; null if it ran already.</param>
/// <param name="Spares">Told when the request is over: they were not to disturb it.</param>
internal readonly record struct LambdaLease(LambdaInstance Instance, StartKind? Start, SparePool? Spares = null) : IDisposable
{
    public void Dispose()
    {
        Instance.Leave();
        Spares?.Refill();
    }
}
