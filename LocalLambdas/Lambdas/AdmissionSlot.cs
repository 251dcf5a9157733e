namespace LocalLambdas.Lambdas;

/// <summary>One of the requests that <see cref="AdmissionQueue"/> has let in.</summary>
internal readonly record struct AdmissionSlot(AdmissionQueue Queue) : IDisposable
{
    public void Dispose() => Queue.Leave();
}
