namespace PerfRunner.Load;

/// <summary>Reads a Cache-Status field value: a list of caches, each with parameters, one of which may be "hit" (RFC 9211).</summary>
internal static class CacheStatusHeader
{
    public static CacheState Read(ReadOnlySpan<byte> value)
    {
        int start = 0;
        bool quoted = false;
        bool parameter = false;
        for (int i = 0; i <= value.Length; i++)
        {
            byte current = i < value.Length ? value[i] : (byte)',';
            if (quoted && i < value.Length)
            {
                if (current == '\\')
                {
                    i++;
                }
                else if (current == '"')
                {
                    quoted = false;
                }
            }
            else if (current == '"')
            {
                quoted = true;
            }
            else if (current is (byte)';' or (byte)',')
            {
                if (parameter && IsHit(value[start..i].Trim(" \t"u8)))
                {
                    return CacheState.Hit;
                }

                // The first item of a list member names the cache; "hit" there is a name, not a parameter.
                parameter = current == ';';
                start = i + 1;
            }
        }

        return CacheState.Forwarded;
    }

    private static bool IsHit(ReadOnlySpan<byte> item) => item.SequenceEqual("hit"u8) || item.SequenceEqual("hit=?1"u8);
}
