using System.Globalization;

namespace LocalLambdas.Processes.Unix;

/// <summary>
/// A variable by which a child and what it has started are known: whoever starts a process hands its environment on, if it does not take
/// pains. So also those are found that have left the group of the child (setsid(2): daemons, shells with job control).
/// </summary>
internal static class Mark
{
    public const string Variable = "LAMBDA_INSTANCE";

    private static int _last;

    /// <summary>What the marks of all children of this process begin with, and no others.</summary>
    /// <remarks>It needs no secret, and RandomNumberGenerator would load OpenSSL for it: 4 MB resident.</remarks>
    public static string OfAll { get; } = Guid.NewGuid().ToString("N") + '.';

    // It ends in a dot, so that none begins with another.
    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{OfAll}{Interlocked.Increment(ref _last)}.");
}
