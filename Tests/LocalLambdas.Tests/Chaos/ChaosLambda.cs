namespace LocalLambdas.Tests.Chaos;

/// <summary>One of the lambdas under attack.</summary>
/// <param name="Mode">What is spoken with it, as <see cref="Testing.ManifestBuilder"/> names it.</param>
/// <param name="Weight">How much of the load it gets.</param>
internal sealed record ChaosLambda(string Id, string Mode, int Weight)
{
    // The proxy frames answers by itself; in plain HTTP these would be the framing
    private static readonly string[] Framing = ["header", "Content-Length", "5", "header", "Transfer-Encoding", "chunked", "header", "Connection", "close"];

    /// <summary>Its answers may be cached, and a part of the load asks the same again and again.</summary>
    public bool IsCached { get; init; }

    /// <summary>Its answers come over connections that are kept.</summary>
    public bool IsHttp => IsPlain || Mode is "http";

    /// <summary>Bodies of requests reach it while they come.</summary>
    public bool IsStreamed => IsPlain || Mode is "frames";

    /// <summary>A long answer of it passes while it comes: it says no other length.</summary>
    public bool AnswersLong => IsPlain || (Mode is "frames" && IsCached);

    public string[] Behaviour => ["obeys", "name", Id, .. IsCached ? ["header", "Cache-Control", "max-age=1"] : IsPlain ? [] : Framing];

    private bool IsPlain => Mode is "plain" or "plain-unix";
}
