using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Caching;

/// <summary>What a request asks of a cache (RFC 9111, 5.2.1). <c>max-stale</c> is not honoured: nothing stale is ever sent.</summary>
internal readonly struct RequestDirectives
{
    private RequestDirectives(in CacheControl control, bool noCache)
    {
        // What cannot be read is taken for the wish to be careful
        NoCache = noCache || control.NoCache || control.HasInvalidSeconds || control.IsMalformed;
        NoStore = control.NoStore;
        OnlyIfCached = control.OnlyIfCached;
        MaxAge = control.MaxAge is { } maxAge ? TimeSpan.FromSeconds(maxAge) : TimeSpan.MaxValue;
        MinFresh = TimeSpan.FromSeconds(control.MinFresh ?? 0);
    }

    public bool NoStore { get; }

    public bool OnlyIfCached { get; }

    /// <summary>
    /// Whether the answer of a call that began before this request will do: who asks for the newest state must not get an older one.
    /// </summary>
    public bool AcceptsEarlierCall => !NoCache && MaxAge > TimeSpan.Zero;

    private bool NoCache { get; }

    private TimeSpan MaxAge { get; }

    private TimeSpan MinFresh { get; }

    public static RequestDirectives Of(IHeaderDictionary headers)
    {
        var lines = headers.CacheControl;
        var control = new CacheControl();
        foreach (var line in lines)
            control.Add(line);

        // Pragma counts for those who know nothing newer (RFC 9111, 5.4)
        return new RequestDirectives(control, lines.Count == 0 && headers.Pragma.Count > 0 && HeaderFields.IsNoCachePragma(headers.Pragma.ToString()));
    }

    public bool Allow(TimeSpan age, TimeSpan lifetime) => !NoCache && age < lifetime && age <= MaxAge && lifetime - age >= MinFresh;
}
