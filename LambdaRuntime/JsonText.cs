using System.Text.Encodings.Web;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>How lambdas write JSON.</summary>
public static class JsonText
{
    /// <summary>Options for a writer that is used once or twice in the life of a process.</summary>
    /// <remarks>The encoder that writers have by default fills its tables first, which takes longer than a short answer.</remarks>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = new AsciiEncoder(), SkipValidation = true };

    /// <summary>Leaves printable ASCII as it is, and writes everything else as <c>\u</c> escapes.</summary>
    private sealed class AsciiEncoder : JavaScriptEncoder
    {
        public override int MaxOutputCharactersPerInputCharacter => 12;

        public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or > '~' or '"' or '\\';

        public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
        {
            for (var index = 0; index < textLength; index++)
                if (WillEncode(text[index]))
                    return index;
            return -1;
        }

        public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
        {
            for (var index = 0; index < utf8Text.Length; index++)
                if (WillEncode(utf8Text[index]))
                    return index;
            return -1;
        }

        public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
        {
            const int EscapeLength = 6;
            Span<char> units = stackalloc char[2];
            var count = new System.Text.Rune(unicodeScalar).EncodeToUtf16(units);
            numberOfCharactersWritten = 0;
            if (bufferLength < count * EscapeLength)
                return false;
            var output = new Span<char>(buffer, bufferLength);
            foreach (var unit in units[..count])
            {
                output[0] = '\\';
                output[1] = 'u';
                for (var digit = 0; digit < 4; digit++)
                    output[2 + digit] = "0123456789abcdef"[unit >> (12 - 4 * digit) & 0xF];
                output = output[EscapeLength..];
            }

            numberOfCharactersWritten = count * EscapeLength;
            return true;
        }
    }
}
