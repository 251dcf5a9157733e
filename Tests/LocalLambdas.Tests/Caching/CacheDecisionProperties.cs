using CsCheck;

namespace LocalLambdas.Tests.Caching;

public class CacheDecisionProperties
{
    private const int DefaultFreshness = 5;

    private static readonly Gen<int> Seconds = Gen.OneOf(0, 1, 2, 5, 10, 60);

    private static readonly Gen<Directive[]> RequestDirectives = Gen.Frequency(
        (3, Gen.Const(Array.Empty<Directive>())),
        (1, Directives("no-cache", "no-store", "max-stale", "max-age=", "min-fresh=", "other").Array[1, 3]));

    private static readonly Gen<ModelRequest> Requests = Gen.Select(
        Gen.Frequency((8, Gen.Const("GET")), (2, Gen.Const("HEAD")), (1, Gen.Const("POST"))),
        Gen.Frequency((6, Gen.Const("/a?q=1")), (1, Gen.Const("/a?q=2")), (1, Gen.Const("/a"))),
        Optional("Basic A", "Basic B"),
        Optional("s=1", "s=2"),
        Optional("de", "en"),
        RequestDirectives,
        (method, target, authorization, cookie, language, directives) => new ModelRequest(method, target, authorization, cookie, language, directives));

    private static readonly Gen<ModelAnswer> Answers = Gen.Select(
        Gen.Frequency((6, Gen.Const(200)), (2, Gen.OneOf(203, 204, 206, 301, 302, 304, 401, 404, 410, 500, 501, 503))),
        Directives("max-age=", "max-age=", "s-maxage=", "public", "public", "must-revalidate", "no-cache", "no-store", "private", "other", "immutable").Array[0, 4],
        Optional("Accept-Language", "accept-language", "*"),
        Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true))),
        OptionalSeconds(0, 1, 5, 30),
        OptionalSeconds(-30, -5, -1, 0, 3),
        OptionalSeconds(-1, 0, 1, 6, 60),
        (status, directives, vary, cookie, age, date, expires) => new ModelAnswer(status, directives, vary, cookie, age, date, expires));

    [Fact]
    public void What_is_answered_from_the_cache_is_what_the_rules_allow()
    {
        var hits = 0;
        Gen.Select(Requests, Answers, Gen.OneOf(0, 1, 4, 5, 6, 20, 59, 60), Requests, Gen.Bool).Sample(
            (first, answer, elapsed, other, repeat) =>
            {
                // Two random requests seldom match: half of them differ in nothing but their directives
                var second = repeat ? first with { Method = other.Method, Directives = other.Directives } : other;
                var fixture = new CacheFixture();
                Assert.True(fixture.SendAsync(first.ToRequest(), answer.ToResponse()).IsCompletedSuccessfully);
                fixture.Time.Advance(elapsed);
                var hit = fixture.Cache.TryGetFresh(second.ToRequest(), out _);
                Interlocked.Add(ref hits, hit ? 1 : 0);
                return hit == DecisionOracle.MayAnswer(first, answer, elapsed, second, DefaultFreshness);
            },
            iter: 30_000);
        Assert.True(hits > 500, $"Only {hits} of the cases were hits.");
    }

    private static Gen<Directive> Directives(params string[] names) =>
        Gen.Select(Gen.OneOf(names), Seconds, (name, seconds) => name.EndsWith('=') ? new Directive(name[..^1], seconds) : new Directive(name, null));

    private static Gen<string?> Optional(params string[] values) => Gen.Frequency((3, Gen.Const((string?)null)), (1, Gen.OneOf<string?>(values)));

    private static Gen<int?> OptionalSeconds(params int?[] values) => Gen.Frequency((3, Gen.Const((int?)null)), (1, Gen.OneOf(values)));
}
