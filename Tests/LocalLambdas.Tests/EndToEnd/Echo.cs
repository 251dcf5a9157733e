using System.Text.Json;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>What <c>FaultyLambda echo</c> answers: what arrived, and where.</summary>
internal sealed record Echo(
    string Method,
    string Uri,
    string[][] Headers,
    long BodyLength,
    string BodySha256,
    int Pid,
    Guid Nonce,
    string WorkingDirectory,
    string Address,
    int? Child)
{
    public IEnumerable<string> Header(string name) =>
        Headers.Where(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header[1]);

    public static async Task<Echo> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return await ReadAsync(response);
    }

    public static async Task<Echo> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {body}");
        return JsonSerializer.Deserialize<Echo>(body, JsonSerializerOptions.Web)!;
    }
}
