namespace LocalLambdas.Lambdas;

/// <summary>The right to use a running process for one request. While it is held, the process is not stopped for being idle.</summary>
/// <param name="Start">How the process came to this request; null if it ran already.</param>
/// <param name="Starter">Told when the request is over that the process was started or taken for; null if it ran already.</param>
internal readonly record struct LambdaLease(LambdaInstance Instance, StartKind? Start, LambdaSupervisor? Starter = null) : IDisposable
{
    public void Dispose()
    {
        Instance.Leave();
        Starter?.FirstRequestIsOver();
    }
}
