using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalLambdas.Admin;

namespace PerfRunner.Proxying;

/// <summary>Speaks to the proxy's admin endpoint. Never while something is timed.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _http;

    public AdminClient(Uri address, TimeSpan timeout)
    {
        // The endpoint is on this machine; a proxy of the environment (http_proxy) must not be asked for it.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = timeout };

        // Not checked: what cannot stand in a header is refused by the proxy, which says what is wrong with it.
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {AdminToken.Value}");
    }

    public Uri Address => _http.BaseAddress!;

    public Task<LambdaList> ListAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "lambdas", AdminJsonContext.Default.LambdaList, IsWhole, cancellationToken);

    public Task<LambdaStatus> GetAsync(string lambda, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, PathOf(lambda), AdminJsonContext.Default.LambdaStatus, IsWhole, cancellationToken);

    /// <summary>Answers when the process is gone.</summary>
    public Task<LambdaStatus> StopAsync(string lambda, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, PathOf(lambda) + "/stop", AdminJsonContext.Default.LambdaStatus, IsWhole, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static string PathOf(string lambda) => "lambdas/" + Uri.EscapeDataString(lambda);

    /// <summary>What no version leaves out; the types say so, but JSON may lack it.</summary>
    private static bool IsWhole(LambdaStatus status) =>
        status is { Id: not null, Route: not null, CommunicationMode: not null, State: not null, LastStart: null or { Phases: not null } };

    private static bool IsWhole(LambdaList list) => list is { Proxy: not null, Lambdas: not null } && list.Lambdas.All(IsWhole);

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, JsonTypeInfo<T> type, Func<T, bool> isWhole, CancellationToken cancellationToken)
    {
        string asked = $"{method} {Address}{path}";
        try
        {
            using HttpRequestMessage request = new(method, path);
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                string body = await response.Content.ReadAsStringAsync(cancellationToken);
                throw new AdminException($"{asked}: the proxy answered {(int)response.StatusCode}: {body}");
            }

            return await response.Content.ReadFromJsonAsync(type, cancellationToken) is { } answer && isWhole(answer)
                ? answer
                : throw new AdminException($"{asked}: the answer lacks what a status of a lambda must hold");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new AdminException($"{asked}: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AdminException($"{asked}: no answer within {_http.Timeout.TotalSeconds} s", exception);
        }
    }
}
