using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace FaultyLambda.Answers;

/// <summary>What was asked, read by nothing but the description of the protocol.</summary>
internal sealed record Request(string Method, string Uri, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public long BodyLength { get; init; } = Body.Length;

    public string BodySha256 { get; init; } = Convert.ToHexString(SHA256.HashData(Body));

    /// <summary>The <c>delay</c> of the query string: how long this one request is to take.</summary>
    public TimeSpan Delay => TimeSpan.FromMilliseconds(Number("delay"));

    /// <summary>The first value of a query parameter, as it stands there.</summary>
    public string? Query(string name) => Uri[(Uri.IndexOf('?', StringComparison.Ordinal) + 1)..]
        .Split('&')
        .Select(pair => pair.Split('=', 2))
        .FirstOrDefault(pair => pair.Length == 2 && pair[0] == name)?[1];

    public int Number(string name) => Query(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    public string? Header(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();

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
