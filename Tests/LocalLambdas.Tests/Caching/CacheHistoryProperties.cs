using CsCheck;
using LocalLambdas.Caching;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Caching;

/// <summary>Whatever happened before: an answer is the one to its own request, young enough, and not from before a change.</summary>
public class CacheHistoryProperties
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency((12, Gen.Const("GET")), (1, Gen.Const("POST")), (3, Gen.Const("wait"))),
        Gen.Int[0, 4],
        Gen.Int[0, 1],
        Gen.Int[0, 2],
        Gen.Int[0, 4],
        (kind, target, user, language, lifetime) => new Step(kind, $"/{target}", $"user {user}", $"{language}", lifetime));

    [Fact]
    public void Every_answer_is_right_at_its_time() =>
        Steps.Array[1, 80].Sample(
            steps =>
            {
                var options = new CacheOptions { MaxEntries = 8, MaxBytes = 6_000, MaxEntryBytes = 3_000 };
                var fixture = new CacheFixture(options);
                var changed = new Dictionary<string, DateTimeOffset>();
                foreach (var step in steps)
                {
                    fixture.Time.Advance(step.Kind == "wait" ? step.Lifetime : 0.01);
                    var now = fixture.Time.GetUtcNow();
                    if (step.Kind == "POST")
                        changed[step.Target] = now;
                    if (step.Kind == "wait")
                        continue;
                    fixture.Service = _ => step.Answer(now);
                    var sent = fixture.SendAsync(step.ToRequest());
                    Assert.True(sent.IsCompletedSuccessfully);
                    if (step.Kind == "GET" && !IsRight(step, sent.Result, now, changed.GetValueOrDefault(step.Target)))
                        return false;
                    var statistics = fixture.Cache.Snapshot();
                    if (statistics.Entries > options.MaxEntries || statistics.Bytes > options.MaxBytes || (statistics.Entries == 0) != (statistics.Bytes == 0))
                        return false;
                }

                return true;
            },
            iter: 2_000);

    [Fact]
    public async Task Every_answer_is_right_under_concurrency()
    {
        var cache = new ResponseCache(new CacheOptions { MaxEntries = 8, MaxBytes = 6_000, MaxEntryBytes = 3_000 }, TimeProvider.System);
        var steps = Steps.Array[20_000].Single();
        var token = TestContext.Current.CancellationToken;

        await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = token }, async (step, cancellationToken) =>
        {
            var request = step.ToRequest();
            var response = cache.TryGetFresh(request, out var cached)
                ? cached.Response
                : (await cache.FetchAsync(
                    request,
                    async (_, _) =>
                    {
                        await Task.Yield();
                        return step.Answer(DateTimeOffset.UtcNow);
                    },
                    cancellationToken)).Response;
            if (step.Kind == "GET")
                Assert.StartsWith($"{step.Target}|{step.User}|{step.Language}|", response.Text(), StringComparison.Ordinal);
        });

        var statistics = cache.Snapshot();
        Assert.InRange(statistics.Entries, 0, 8);
        Assert.InRange(statistics.Bytes, 0, 6_000);
        Assert.True(statistics is { Hits: > 0, Misses: > 0, Evictions: > 0 }, statistics.ToString());
        cache.Clear();
        Assert.Equal((0, 0L), (cache.Snapshot().Entries, cache.Snapshot().Bytes));
    }

    private static bool IsRight(Step step, CacheOutcome outcome, DateTimeOffset now, DateTimeOffset changed)
    {
        var parts = outcome.Response.Text().Split('|');
        var (made, lifetime) = (new DateTimeOffset(long.Parse(parts[3], null), TimeSpan.Zero), int.Parse(parts[4], null));
        return (parts[0], parts[1], parts[2]) == (step.Target, step.User, step.Language)
            && (outcome.Status == CacheStatus.Hit
                ? now - made < TimeSpan.FromSeconds(lifetime) && made > changed && outcome.AgeSeconds == (int)(now - made).TotalSeconds
                : made == now && outcome.AgeSeconds is null);
    }

    private sealed record Step(string Kind, string Target, string User, string Language, int Lifetime)
    {
        public CacheRequest ToRequest() =>
            Messages.Request(Kind == "POST" ? "POST" : "GET", Target, "Authorization: " + User, "Accept-Language: " + Language);

        public LambdaResponse Answer(DateTimeOffset now) => Messages.Ok(
            $"{Target}|{User}|{Language}|{now.UtcTicks}|{Lifetime}", $"Cache-Control: public, max-age={Lifetime}", "Vary: Accept-Language");
    }
}
