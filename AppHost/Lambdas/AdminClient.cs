using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using LocalLambdas.Admin;

namespace AppHost.Lambdas;

/// <summary>Speaks to the admin endpoint of the proxy.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _http;

    // The proxy is on this machine; one of the environment (http_proxy) must not be asked for it.
    // No timeout: a start takes as long as the manifest allows
    public AdminClient(LocalLambdasResource proxy)
    {
        _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(proxy.AdminEndpoint.Url), Timeout = Timeout.InfiniteTimeSpan };
        if (proxy.AdminToken is { } token) _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
    }

    /// <exception cref="AdminException">There is no answer.</exception>
    public async Task<LambdaList> ListAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, "lambdas", cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, AdminJson.Default.LambdaList, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers when the lambda is started or stopped.</summary>
    /// <param name="command"><c>start</c> or <c>stop</c>.</param>
    /// <exception cref="AdminException">There is no answer, or the lambda does not start.</exception>
    public async Task<LambdaStatus> CommandAsync(string id, string command, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, $"lambdas/{id}/{command}", cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return await ReadAsync(response, AdminJson.Default.LambdaStatus, cancellationToken).ConfigureAwait(false);

        var problem = await ReadAsync(response, AdminJson.Default.AdminProblem, cancellationToken).ConfigureAwait(false);
        throw new AdminException(problem.Detail);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new AdminException($"local_lambdas does not answer at {_http.BaseAddress}: {exception.Message}", exception);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false)
        ?? throw new AdminException($"{response.RequestMessage!.RequestUri} answered null");
}
