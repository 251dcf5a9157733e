namespace ServiceDefaults;

internal static class FlushLimit
{
    /// <summary>
    /// A busy machine takes more than a second for its first connection over gRPC, and what is not sent then is lost. Less than a lambda is
    /// given to stop (5 s), and than what remains of the proxy's own 10 s after its lambdas have.
    /// </summary>
    public const int Milliseconds = 3000;
}
