namespace LocalLambdas.Caching;

/// <summary>Which requests may share one call to the service.</summary>
/// <param name="Selecting">The values of the fields that the answer, as far as is known, depends on.</param>
internal readonly record struct FlightKey(CacheKey Key, string Selecting);
