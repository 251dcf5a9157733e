using System.Text;
using LocalLambdas.Messages;

namespace LocalLambdas.Hosting;

/// <summary>For a value that does not fit into the room that is left: no character is cut, as that of the base class would cut one of two halves.</summary>
internal sealed unsafe class HeaderEncoder : Encoder
{
    public override int GetByteCount(char[] chars, int index, int count, bool flush) => ObsText.CountBytes(chars.AsSpan(index, count));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex, bool flush) =>
        ObsText.Encode(chars.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex));

    public override void Convert(char* chars, int charCount, byte* bytes, int byteCount, bool flush, out int charsUsed, out int bytesUsed, out bool completed)
    {
        var from = new ReadOnlySpan<char>(chars, charCount);
        var to = new Span<byte>(bytes, byteCount);
        (charsUsed, bytesUsed) = (0, 0);
        while (charsUsed < charCount)
        {
            var isPair = char.IsHighSurrogate(from[charsUsed]) && charsUsed + 1 < charCount && char.IsLowSurrogate(from[charsUsed + 1]);
            var character = from.Slice(charsUsed, isPair ? 2 : 1);
            if (ObsText.CountBytes(character) > byteCount - bytesUsed) break;
            bytesUsed += ObsText.Encode(character, to[bytesUsed..]);
            charsUsed += character.Length;
        }

        completed = charsUsed == charCount;
    }
}
