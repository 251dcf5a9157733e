using System.Text;
using System.Text.RegularExpressions;

namespace PerfRunner.Peers.Checking;

/// <summary>The services' answers, which name their service and the time, made comparable.</summary>
internal static partial class AnswerText
{
    /// <summary>Every digit of the time is a zero: the length stays.</summary>
    public static string WithoutTime(ReadOnlySpan<byte> body) =>
        Time().Replace(Encoding.UTF8.GetString(body), time => time.Groups[1].Value + new string('0', time.Groups[2].Length));

    /// <summary>What the pipe service has to answer where the web service answers this.</summary>
    public static string OfPipe(string answerOfHttp) => answerOfHttp.Replace("http", "pipe", StringComparison.Ordinal);

    [GeneratedRegex("""("timestamp":)(\d+)""")]
    private static partial Regex Time();
}
