namespace Testing;

/// <summary>Waits for conditions instead of for time.</summary>
public static class Patience
{
    /// <summary>So long that only a failure reaches it.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (!condition())
            await Task.Delay(10, limit.Token);
    }
}
