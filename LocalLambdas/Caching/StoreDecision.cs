namespace LocalLambdas.Caching;

/// <summary>Whether an answer is stored, or the first reason why not.</summary>
internal enum StoreDecision
{
    Store,
    Method,
    Status,
    RequestNoStore,
    Malformed,
    NoStore,
    Private,
    SetCookie,
    Authorization,
    VaryAny,
    PartialContent,

    /// <summary>Its body has no end but that of its connection.</summary>
    MayBeCut,

    /// <summary>Says nothing about its freshness, and may not be kept without.</summary>
    NoFreshness,

    /// <summary>Stale on arrival, and without anything by which the service could confirm it later.</summary>
    Stale,

    TooLarge,

    /// <summary>Its body is still to come, and nobody knows how much of it. It may be stored when it has.</summary>
    UnderWay,

    /// <summary>The resource was changed while its answer was under way.</summary>
    Invalidated,
}
