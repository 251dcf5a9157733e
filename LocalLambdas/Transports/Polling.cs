namespace LocalLambdas.Transports;

/// <summary>For services that cannot say that they accept: they are asked.</summary>
internal static class Polling
{
    // Often enough not to be seen in a start that takes tens of milliseconds.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(1);

    /// <param name="tryConnect">Makes a connection if it is accepted, and keeps it.</param>
    public static async Task UntilAsync(Func<CancellationToken, ValueTask<bool>> tryConnect, CancellationToken cancellationToken)
    {
        while (!await tryConnect(cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(AskAgainAfter, cancellationToken).ConfigureAwait(false);
        }
    }
}
