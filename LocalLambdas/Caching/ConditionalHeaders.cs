namespace LocalLambdas.Caching;

/// <summary>
/// The conditions of the call to the service. They take the place of the client's <c>If-None-Match</c> and
/// <c>If-Modified-Since</c>: a value that is null means that the field is left out.
/// </summary>
internal readonly record struct ConditionalHeaders(string? IfNoneMatch, string? IfModifiedSince)
{
    public static ConditionalHeaders None => default;
}
