using System.Text.Json;

namespace Testing.Proxy;

public sealed class AdminClient(HttpClient client, Uri address)
{
    public const string Token = "fedcba9876543210";

    public async Task<IReadOnlyList<LambdaStatus>> LambdasAsync(CancellationToken cancellationToken)
    {
        using var document = await GetAsync("/lambdas", cancellationToken);
        return [.. document.RootElement.GetProperty("lambdas").EnumerateArray().Select(LambdaStatus.From)];
    }

    public async Task<LambdaStatus> LambdaAsync(string id, CancellationToken cancellationToken)
    {
        using var document = await GetAsync($"/lambdas/{id}", cancellationToken);
        return LambdaStatus.From(document.RootElement);
    }

    public Task<LambdaStatus> StartAsync(string id, CancellationToken cancellationToken) => PostAsync(id, "start", cancellationToken);

    public Task<LambdaStatus> StopAsync(string id, CancellationToken cancellationToken) => PostAsync(id, "stop", cancellationToken);

    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, cancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        client.SendAsync(new(method, new Uri(address, path)) { Headers = { Authorization = new("Bearer", Token) } }, cancellationToken);

    private async Task<LambdaStatus> PostAsync(string id, string action, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/lambdas/{id}/{action}", cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{action} of {id}: {(int)response.StatusCode} {body}", null, response.StatusCode);
        using var document = JsonDocument.Parse(body);
        return LambdaStatus.From(document.RootElement);
    }
}
