using LocalLambdas.Caching;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Caching;

internal sealed record Directive(string Name, int? Seconds)
{
    public override string ToString() => Seconds is { } seconds ? $"{Name}={seconds}" : Name;
}

internal sealed record ModelRequest(string Method, string Target, string? Authorization, string? Cookie, string? Language, Directive[] Directives)
{
    public CacheRequest ToRequest() => Messages.Request(Method, Target, [.. Fields()]);

    public bool Asks(string name) => Directives.Any(directive => directive.Name == name);

    private IEnumerable<string> Fields()
    {
        if (Authorization is not null)
            yield return "Authorization: " + Authorization;
        if (Cookie is not null)
            yield return "Cookie: " + Cookie;
        if (Language is not null)
            yield return "Accept-Language: " + Language;
        if (Directives.Length > 0)
            yield return "Cache-Control: " + string.Join(", ", Directives.AsEnumerable());
    }
}

internal sealed record ModelAnswer(int Status, Directive[] Directives, string? Vary, bool SetsCookie, int? Age, int? DateOffset, int? ExpiresOffset)
{
    public LambdaResponse ToResponse() => Messages.Answer(Status, "body", [.. Fields()]);

    public bool Says(string name) => Directives.Any(directive => directive.Name == name);

    private IEnumerable<string> Fields()
    {
        // Each directive on a line of its own: it must not matter
        foreach (var directive in Directives)
            yield return "cache-control: " + directive;
        if (Vary is not null)
            yield return "vary: " + Vary;
        if (SetsCookie)
            yield return "set-cookie: a=b";
        if (Age is { } age)
            yield return $"age: {age}";
        if (DateOffset is { } date)
            yield return "date: " + HttpDate.Format(ManualTime.Start.AddSeconds(date));
        if (ExpiresOffset is { } expires)
            yield return "expires: " + HttpDate.Format(ManualTime.Start.AddSeconds(expires));
    }
}

/// <summary>The rules once more, naive, and on what was meant instead of what was written.</summary>
internal static class DecisionOracle
{
    private static readonly string[] WithSeconds = ["max-age", "s-maxage", "min-fresh"];

    public static bool MayAnswer(ModelRequest first, ModelAnswer answer, int elapsed, ModelRequest second, int defaultFreshness) =>
        IsStored(first, answer) && IsSame(first, answer, second) && IsFresh(answer, elapsed, second, defaultFreshness);

    private static bool IsStored(ModelRequest first, ModelAnswer answer)
    {
        int[] byDefault = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501];
        int[] explicitly = [.. byDefault, 302, 303, 307, 400, 403, 451, 500, 502, 503, 504];
        return first.Method == "GET"
            && !first.Asks("no-store")
            && !first.Asks("only-if-cached")
            && !answer.Says("no-store")
            && !answer.Says("private")
            && !answer.SetsCookie
            && answer.Vary != "*"
            && (StatesFreshness(answer) ? explicitly : byDefault).Contains(answer.Status)
            && (first.Authorization is null || answer.Says("public") || answer.Says("must-revalidate") || (answer.Says("s-maxage") && !IsAmbiguous(answer.Directives)));
    }

    private static bool IsSame(ModelRequest first, ModelAnswer answer, ModelRequest second) =>
        second.Method is "GET" or "HEAD"
        && first.Target == second.Target
        && first.Authorization == second.Authorization
        && (StatesFreshness(answer) || first.Cookie == second.Cookie)
        && (answer.Vary is null || first.Language == second.Language);

    private static bool IsFresh(ModelAnswer answer, int elapsed, ModelRequest second, int defaultFreshness)
    {
        if (answer.Says("no-cache") || IsAmbiguous(answer.Directives))
            return false;
        var date = answer.DateOffset ?? 0;
        var lifetime = Seconds(answer.Directives, "s-maxage")
            ?? Seconds(answer.Directives, "max-age")
            ?? (answer.ExpiresOffset is { } expires ? Math.Max(0, expires - date) : defaultFreshness);
        var age = Math.Max(Math.Max(0, -date), answer.Age ?? 0) + elapsed;
        return age < lifetime
            && !second.Asks("no-cache")
            && !second.Asks("no-store")
            && !IsAmbiguous(second.Directives)
            && age <= (Seconds(second.Directives, "max-age") ?? int.MaxValue)
            && lifetime - age >= (Seconds(second.Directives, "min-fresh") ?? 0);
    }

    private static bool StatesFreshness(ModelAnswer answer) =>
        answer.Says("max-age") || answer.Says("s-maxage") || answer.Says("no-cache") || answer.ExpiresOffset is not null || IsAmbiguous(answer.Directives);

    private static bool IsAmbiguous(Directive[] directives) =>
        WithSeconds.Any(name => directives.Count(directive => directive.Name == name) > 1);

    private static int? Seconds(Directive[] directives, string name) => directives.FirstOrDefault(directive => directive.Name == name)?.Seconds;
}
