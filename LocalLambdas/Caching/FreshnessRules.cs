using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>Works out the freshness of an answer that has just been received.</summary>
internal static class FreshnessRules
{
    /// <summary>Null: the answer does not say it, and may not be kept without.</summary>
    public static Freshness? Of(LambdaResponse response, in CacheControl control, ResponseTiming timing, TimeSpan defaultFreshness)
    {
        var received = WholeSeconds(timing.ReceivedAt);
        var date = response.Single("Date") is { } text && HttpDate.TryParse(text, out var parsed) ? parsed : received;
        var initialAge = InitialAge(response, received - date, timing.Delay);
        if (ExplicitLifetime(response, control, date) is { } lifetime)
            return new Freshness(lifetime, initialAge, timing, IsHeuristic: false);
        if (defaultFreshness <= TimeSpan.Zero || !StatusCodes.IsHeuristicallyCacheable(response.Status) || HasNoCachePragma(response))
            return null;

        // The default is ours to define, and counts from the answer on: a cold start must not use it up
        return new Freshness(defaultFreshness + timing.Delay, initialAge, timing, IsHeuristic: true);
    }

    // RFC 9111, 4.2.1
    private static TimeSpan? ExplicitLifetime(LambdaResponse response, in CacheControl control, DateTimeOffset date)
    {
        if (control.NoCache || control.HasInvalidSeconds)
            return TimeSpan.Zero;
        if ((control.SharedMaxAge ?? control.MaxAge) is { } seconds)
            return TimeSpan.FromSeconds(seconds);
        if (!response.Has("Expires"))
            return null;

        // A date that cannot be read, "0" above all, lies in the past (RFC 9111, 5.3)
        return response.Single("Expires") is { } text && HttpDate.TryParse(text, out var expires)
            ? TimeSpan.FromSeconds(Math.Min(DeltaSeconds.Max, (expires - date).TotalSeconds))
            : TimeSpan.Zero;
    }

    // RFC 9111, 4.2.3
    private static TimeSpan InitialAge(LambdaResponse response, TimeSpan apparentAge, TimeSpan responseDelay)
    {
        // Of several the first counts, and one that is no number does not (RFC 9111, 5.1)
        _ = DeltaSeconds.TryParse(response.Members("Age").FirstOrDefault(), out var age);
        var correctedAge = TimeSpan.FromSeconds(age) + responseDelay;
        return apparentAge > correctedAge ? apparentAge : correctedAge;
    }

    // Without meaning in an answer (RFC 9111, 5.4), but who sends it alone does not want to be kept on a guess
    private static bool HasNoCachePragma(LambdaResponse response) =>
        response.Lines("Pragma").Any(HeaderFields.IsNoCachePragma);

    // A date has no fractions: with them every answer would look up to a second old
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
