namespace LocalLambdas.Caching;

/// <summary>Where a header field stands in the bytes of its request's head.</summary>
internal readonly record struct PlainField(short NameStart, short NameLength, short ValueStart, short ValueLength);
