using System.Text;
using System.Text.RegularExpressions;
using Fuzzing.Http;

namespace Fuzzing.Targets;

/// <summary>
/// What a client sends, three times in a row: two proxies, of which one answers from the cache before Kestrel has parsed a request and the
/// other does not, say the same and have cached the same.
/// </summary>
internal sealed partial class FastPathTarget : FuzzTarget
{
    // The first time it is stored, the second time Kestrel sends what is stored, the third time the fast path may
    private const int Times = 3;

    // Two ways of refusing HTTP/2: by its own means if what Kestrel takes for the first request of the connection begins so
    private const string NotSupported = "HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Length: 161\r\nContent-Type: application/problem+json\r\n"
        + "Connection: close\r\nDate: now\r\n\r\n"
        + """{"type":"urn:local_lambdas:version-not-supported","title":"The version of HTTP is not supported","status":505,"detail":"The versions 1.1 and 1.0 are supported."}""";

    private static readonly string GoAway = Encoding.Latin1.GetString(Answers.GoAway);

    private readonly InMemoryProxy _fast = new(new StandingTime(), hasFastPath: true);
    private readonly InMemoryProxy _slow = new(new StandingTime(), hasFastPath: false);

    public override IReadOnlyList<byte[]> Dictionary => Words.Http;

    /// <summary>How many requests of the last input the fast path has answered.</summary>
    public int Answered => _slow.Methods.Count - _fast.Methods.Count;

    public override void Run(ReadOnlySpan<byte> input) => RunAsync(input.ToArray()).GetAwaiter().GetResult();

    public override void Dispose()
    {
        _fast.Dispose();
        _slow.Dispose();
        base.Dispose();
    }

    private async Task RunAsync(byte[] input)
    {
        _fast.Forget();
        _slow.Forget();
        var (fastBefore, slowBefore) = (_fast.Cache.Snapshot(), _slow.Cache.Snapshot());
        for (var time = 1; time <= Times; time++)
        {
            var fast = await _fast.ExchangeAsync(input);
            var slow = await _slow.ExchangeAsync(input);
            Invariant.Holds(fast.MayBeCut == slow.MayBeCut, "one of both broke the connection off");

            // What had been said, and done, until a connection is broken off is a matter of chance
            if (fast.MayBeCut)
                return;
            Invariant.Holds(Text(fast.Answers) == Text(slow.Answers), $"other answers the {time}. time: {Text(fast.Answers)}\ninstead of: {Text(slow.Answers)}");
        }

        var (fastAfter, slowAfter) = (_fast.Cache.Snapshot(), _slow.Cache.Snapshot());
        Invariant.Holds(
            (fastAfter.Entries, fastAfter.Bytes, fastAfter.Hits - fastBefore.Hits, fastAfter.Misses - fastBefore.Misses)
            == (slowAfter.Entries, slowAfter.Bytes, slowAfter.Hits - slowBefore.Hits, slowAfter.Misses - slowBefore.Misses),
            $"the caches were {fastBefore} and {slowBefore}, and are {fastAfter} and {slowAfter}");
    }

    private static string Text(byte[] answers)
    {
        var text = RealTimes().Replace(Encoding.Latin1.GetString(answers), "\r\n$1$2: now\r\n");
        return text.EndsWith(GoAway, StringComparison.Ordinal) ? text[..^GoAway.Length] + NotSupported : text;
    }

    // The date that Kestrel adds where there is none is that of the real time, and so is what a request took that wants to know
    [GeneratedRegex("\r\n(Date): ..., .. ... .... ..:..:.. GMT\r\n|\r\n(Server-Timing): [^\r]*\r\n")]
    private static partial Regex RealTimes();

    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override long GetTimestamp() => 1;
    }
}
