using System.Globalization;
using System.Text.Json;

namespace FaultyLambda.Answers;

/// <summary>The request envelope, read by nothing but its description.</summary>
internal sealed record Request(string Method, string Uri, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>The <c>delay</c> of the query string: how long this one request is to take.</summary>
    public TimeSpan Delay
    {
        get
        {
            const string Key = "delay=";
            var at = Uri.IndexOf(Key, StringComparison.Ordinal);
            return at < 0
                ? TimeSpan.Zero
                : TimeSpan.FromMilliseconds(int.Parse(Uri.AsSpan(at + Key.Length), CultureInfo.InvariantCulture));
        }
    }

    public static Request Parse(ReadOnlyMemory<byte> envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        var root = document.RootElement;
        return new(
            root.GetProperty("method").GetString()!,
            root.GetProperty("uri").GetString()!,
            [.. root.GetProperty("headers").EnumerateArray().Select(h => KeyValuePair.Create(h[0].GetString()!, h[1].GetString()!))],
            root.GetProperty("body").GetBytesFromBase64());
    }
}
