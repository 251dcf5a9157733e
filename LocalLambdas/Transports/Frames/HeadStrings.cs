using System.Text;

namespace LocalLambdas.Transports.Frames;

/// <summary>
/// The names and values of header fields as strings. A lambda sends the same ones again and again, so those of late are kept. For one thread.
/// </summary>
internal sealed class HeadStrings
{
    private const int Slots = 256;
    private const int Longest = 48;
    private const int HashFactor = 31;

    private readonly (byte[] Utf8, string Text)[] _kept = new (byte[], string)[Slots];

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > Longest) return Encoding.UTF8.GetString(utf8);
        ref var kept = ref _kept[Hash(utf8) % Slots];
        if (kept.Text is not null && utf8.SequenceEqual(kept.Utf8)) return kept.Text;
        kept = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return kept.Text;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (uint)utf8.Length;
        foreach (var b in utf8) hash = (hash * HashFactor) + b;
        return hash ^ (hash >> 16);
    }
}
