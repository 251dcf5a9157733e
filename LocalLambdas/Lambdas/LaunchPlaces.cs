using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Lambdas;

/// <summary>How many launches may lie ready at a time, of all lambdas together: what is over is made when it is needed.</summary>
internal sealed class LaunchPlaces(int count)
{
    // At most: a pipe, two ends of a channel, and a socket on which the process may say that it is ready.
    private const int DescriptorsOfLaunch = 5;

    private const int Share = 8;

    // Linux gives new pipes less room when those of a user exceed 1024 of the usual size (pipe(7), pipe-user-pages-soft).
    private const int Most = 256;

    private int _free = count;

    /// <summary>As many as take an eighth of the descriptors that this process may have. On Windows none.</summary>
    public static LaunchPlaces OfThisProcess() =>
        new(OperatingSystem.IsWindows() ? 0 : (int)Math.Min(Most, LibC.DescriptorLimit / Share / DescriptorsOfLaunch));

    public bool TryTake()
    {
        if (Interlocked.Decrement(ref _free) >= 0) return true;
        GiveBack();
        return false;
    }

    public void GiveBack() => Interlocked.Increment(ref _free);
}
