using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class StorePolicyTests
{
    [Theory]
    [InlineData("", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: max-age=60", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: s-maxage=60, max-age=0", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: s-maxage=0, max-age=60", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: max-age=0", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: max-age=0|ETag: \"1\"", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: max-age=0|ETag: unquoted", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: no-cache", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: no-cache=\"x\", max-age=60", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: no-cache|Last-Modified: Sat, 01 Mar 2025 11:00:00 GMT", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: no-store, max-age=60", nameof(StoreDecision.NoStore))]
    [InlineData("Cache-Control: max-age=60|Cache-Control: NO-STORE", nameof(StoreDecision.NoStore))]
    [InlineData("Cache-Control: private, max-age=60", nameof(StoreDecision.Private))]
    [InlineData("Cache-Control: private=\"x\", max-age=60", nameof(StoreDecision.Private))]
    [InlineData("Cache-Control: max-age=60, max-age=60", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: max-age=x, s-maxage=60", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: max-age=60, x=\"", nameof(StoreDecision.Malformed))]
    [InlineData("Cache-Control: max-age=60|Set-Cookie: a=b", nameof(StoreDecision.SetCookie))]
    [InlineData("Cache-Control: max-age=60|Vary: *", nameof(StoreDecision.VaryAny))]
    [InlineData("Cache-Control: max-age=60|Vary: Accept, *", nameof(StoreDecision.VaryAny))]
    [InlineData("Cache-Control: max-age=60|Vary: x-forwarded-for", nameof(StoreDecision.VaryAny))]
    [InlineData("Cache-Control: max-age=60|Content-Range: bytes 0-1/2", nameof(StoreDecision.PartialContent))]
    [InlineData("Cache-Control: max-age=60|Age: 60", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: max-age=60|Age: 59", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: max-age=60|Age: 59, 70", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: max-age=60|Age: 70x", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: max-age=60|Date: Sat, 01 Mar 2025 11:59:00 GMT", nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: max-age=60|Date: Sat, 01 Mar 2025 11:59:01 GMT", nameof(StoreDecision.Store))]
    [InlineData("Expires: Sat, 01 Mar 2025 12:00:01 GMT", nameof(StoreDecision.Store))]
    [InlineData("Expires: Sat, 01 Mar 2025 12:00:00 GMT", nameof(StoreDecision.Stale))]
    [InlineData("Expires: 0", nameof(StoreDecision.Stale))]
    [InlineData("Expires: Sat, 01 Mar 2025 12:00:09 GMT|Expires: Sat, 01 Mar 2025 12:00:09 GMT", nameof(StoreDecision.Stale))]
    [InlineData("Expires: 0|Cache-Control: max-age=1", nameof(StoreDecision.Store))]
    [InlineData("Pragma: no-cache", nameof(StoreDecision.NoFreshness))]
    [InlineData("Pragma: no-cache|Cache-Control: max-age=1", nameof(StoreDecision.Store))]
    public void An_answer_is_stored_as_its_fields_allow(string fields, string expected) =>
        Assert.Equal(Enum.Parse<StoreDecision>(expected), Decide("GET", 200, [], Split(fields)));

    [Theory]
    [InlineData("Cache-Control: max-age=60", nameof(StoreDecision.Authorization))]
    [InlineData("", nameof(StoreDecision.Authorization))]
    [InlineData("Cache-Control: max-age=60, proxy-revalidate", nameof(StoreDecision.Authorization))]
    [InlineData("Cache-Control: s-maxage=60, max-age=x", nameof(StoreDecision.Authorization))]
    [InlineData("Cache-Control: public", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: s-maxage=60", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: must-revalidate, max-age=60", nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: public, private", nameof(StoreDecision.Private))]
    public void An_answer_to_credentials_is_stored_only_where_it_says_so(string fields, string expected) =>
        Assert.Equal(Enum.Parse<StoreDecision>(expected), Decide("GET", 200, ["Authorization: Basic eA=="], Split(fields)));

    [Theory]
    [InlineData(200, true, true)]
    [InlineData(203, true, true)]
    [InlineData(204, true, true)]
    [InlineData(300, true, true)]
    [InlineData(301, true, true)]
    [InlineData(308, true, true)]
    [InlineData(404, true, true)]
    [InlineData(405, true, true)]
    [InlineData(410, true, true)]
    [InlineData(414, true, true)]
    [InlineData(501, true, true)]
    [InlineData(302, false, true)]
    [InlineData(307, false, true)]
    [InlineData(403, false, true)]
    [InlineData(500, false, true)]
    [InlineData(503, false, true)]
    [InlineData(201, false, false)]
    [InlineData(206, false, false)]
    [InlineData(299, false, false)]
    [InlineData(304, false, false)]
    [InlineData(401, false, false)]
    [InlineData(412, false, false)]
    [InlineData(416, false, false)]
    [InlineData(599, false, false)]
    public void A_status_is_stored_by_default_or_with_freshness_or_never(int status, bool byDefault, bool withFreshness)
    {
        Assert.Equal(byDefault, Decide("GET", status, [], []) == StoreDecision.Store);
        Assert.Equal(withFreshness, Decide("GET", status, [], ["Cache-Control: max-age=1"]) == StoreDecision.Store);
    }

    [Theory]
    [InlineData("HEAD", "X: y", nameof(StoreDecision.Method))]
    [InlineData("POST", "X: y", nameof(StoreDecision.Method))]
    [InlineData("get", "X: y", nameof(StoreDecision.Method))]
    [InlineData("GET", "Cache-Control: no-store", nameof(StoreDecision.RequestNoStore))]
    [InlineData("GET", "Cache-Control: no-cache", nameof(StoreDecision.Store))]
    public void The_request_has_a_say(string method, string field, string expected) =>
        Assert.Equal(Enum.Parse<StoreDecision>(expected), Decide(method, 200, [field], ["Cache-Control: max-age=60"]));

    [Fact]
    public void Without_a_default_only_what_states_its_freshness_is_stored()
    {
        Assert.Equal(StoreDecision.NoFreshness, Decide("GET", 200, [], ["ETag: \"1\""], defaultSeconds: 0));
        Assert.Equal(StoreDecision.Store, Decide("GET", 200, [], ["Cache-Control: max-age=1"], defaultSeconds: 0));
    }

    [Theory]
    [InlineData("Cache-Control: max-age=3", 2.9, nameof(StoreDecision.Store))]
    [InlineData("Cache-Control: max-age=3", 3.0, nameof(StoreDecision.Stale))]
    [InlineData("Cache-Control: max-age=3|Age: 1", 2.0, nameof(StoreDecision.Stale))]
    [InlineData("X: the default counts from the answer on", 30.0, nameof(StoreDecision.Store))]
    public void The_time_that_the_answer_took_counts_as_age(string fields, double seconds, string expected) =>
        Assert.Equal(Enum.Parse<StoreDecision>(expected), Decide("GET", 200, [], Split(fields), delay: seconds));

    private static string[] Split(string fields) => fields.Split('|', StringSplitOptions.RemoveEmptyEntries);

    private static StoreDecision Decide(
        string method, int status, string[] requestHeaders, string[] headers, double defaultSeconds = 5, double delay = 0) =>
        StorePolicy.Decide(
            Messages.Request(method, "/", requestHeaders),
            Messages.Answer(status, "", headers),
            new ResponseTiming(TimeSpan.FromSeconds(delay), ManualTime.Start, 0),
            TimeSpan.FromSeconds(defaultSeconds),
            out _);
}
