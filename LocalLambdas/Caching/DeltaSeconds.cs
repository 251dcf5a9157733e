namespace LocalLambdas.Caching;

/// <summary>A number of seconds in a header field (RFC 9111, 1.2.2).</summary>
internal static class DeltaSeconds
{
    /// <summary>What a value too large to be represented means.</summary>
    public const long Max = 1L << 31;

    public static bool TryParse(ReadOnlySpan<char> text, out long seconds)
    {
        seconds = 0;
        if (text.IsEmpty)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                seconds = 0;
                return false;
            }

            seconds = Math.Min(Max, seconds * 10 + (c - '0'));
        }

        return true;
    }
}
