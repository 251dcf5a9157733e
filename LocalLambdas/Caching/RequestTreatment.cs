namespace LocalLambdas.Caching;

internal enum RequestTreatment
{
    /// <summary>Answered from the cache, stored.</summary>
    Get,

    /// <summary>Answered from the cache, not stored.</summary>
    Head,

    /// <summary>Forwarded; changes nothing.</summary>
    Safe,

    /// <summary>Forwarded; invalidates what is stored of its target.</summary>
    Unsafe,

    Bypass,
}
