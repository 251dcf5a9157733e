namespace LocalLambdas.Lambdas;

/// <summary>The right to use a running process for one request. While it is held, the process is not stopped for being idle.</summary>
/// <param name="IsColdStart">This request waited for the process to start.</param>
internal readonly record struct LambdaLease(LambdaInstance Instance, bool IsColdStart) : IDisposable
{
    public void Dispose() => Instance.Leave();
}
