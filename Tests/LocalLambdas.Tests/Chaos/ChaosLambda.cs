namespace LocalLambdas.Tests.Chaos;

/// <summary>One of the lambdas under attack.</summary>
/// <param name="Weight">How much of the load it gets.</param>
internal sealed record ChaosLambda(string Id, string Mode, int Weight)
{
    /// <summary>Its answers may be cached, and a part of the load asks the same again and again.</summary>
    public bool IsCached { get; init; }

    public bool IsHttp => Mode == "http";

    public string[] Behaviour => IsCached
        ? ["obeys", "name", Id, "header", "Cache-Control", "max-age=1"]
        : ["obeys", "name", Id, "header", "Content-Length", "5", "header", "Transfer-Encoding", "chunked", "header", "Connection", "close"];
}
