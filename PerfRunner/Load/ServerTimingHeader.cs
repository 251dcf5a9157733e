using System.Globalization;

namespace PerfRunner.Load;

/// <summary>
/// Reads a Server-Timing field value: a list of metrics, each a name with parameters such as dur (milliseconds) and desc
/// (W3C Server Timing, 3). A metric that is not understood is left out, as that text demands.
/// </summary>
internal static class ServerTimingHeader
{
    private const string Received = "received";
    private const double MicrosecondsPerMillisecond = 1000;

    public static ServerTiming Read(string value)
    {
        Dictionary<string, double> durations = new(StringComparer.OrdinalIgnoreCase);
        double? received = null;
        foreach (string metric in Split(value, ','))
        {
            string[] parts = [.. Split(metric, ';')];
            if (parts[0].Equals(Received, StringComparison.OrdinalIgnoreCase))
            {
                received ??= Parameter(parts, "desc");
            }
            else if (Parameter(parts, "dur") is { } milliseconds)
            {
                durations.TryAdd(parts[0], milliseconds * MicrosecondsPerMillisecond);
            }
        }

        return new ServerTiming(received, durations);
    }

    private static double? Parameter(string[] parts, string name) => parts
        .Skip(1)
        .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => double.TryParse(pair[1].Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : (double?)null)
        .FirstOrDefault(number => number is { } known && double.IsFinite(known));

    /// <summary>A separator within quotes is text.</summary>
    private static IEnumerable<string> Split(string text, char separator)
    {
        int start = 0;
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] == separator)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }

        yield return text[start..].Trim();
    }
}
