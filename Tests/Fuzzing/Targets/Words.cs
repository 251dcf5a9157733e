using System.Text;

namespace Fuzzing.Targets;

internal static class Words
{
    /// <summary>What breaks readers of any format: limits of numbers, text that is no Unicode, ends of lines.</summary>
    public static IReadOnlyList<byte[]> Common { get; } =
    [
        .. Of("0", "-1", "2147483648", "18446744073709551616", "1e999", "\0", "\r\n", "\t", "\uFEFF", "\u2028", "%00", "%2e%2e", "../"),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ];

    public static IReadOnlyList<byte[]> Json { get; } =
    [
        .. Common,
        .. Of("{", "}", "[", "]", "\"", "\\", ":", ",", "null", "true", "{}", "[]", "\"\"", "\\u0000", "\\ud800", "\\ud83d\\ude00", "\\\"", "\\/", "[[[[[[[["),
        .. Of("\"body\":", "\"headers\":", "\"body\":\"YQ==\"", "\"body\":\"YQ=\"", "\"body\":null", "\"headers\":null"),
    ];

    public static IEnumerable<byte[]> Of(params string[] words) => words.Select(Encoding.UTF8.GetBytes);
}
