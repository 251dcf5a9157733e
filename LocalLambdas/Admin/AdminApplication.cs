using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalLambdas.Lambdas;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Admin;

/// <summary>
/// <c>GET /health</c>, <c>GET /lambdas</c>, <c>GET /lambdas/ID</c>, <c>POST /lambdas/ID/start</c>, <c>POST /lambdas/ID/stop</c>, <c>POST /reload</c>.
/// </summary>
internal sealed class AdminApplication(LambdaRegistry lambdas, ProxyStatus proxy, ManifestReloader reloader, AdminGuard guard)
    : IHttpApplication<IFeatureCollection>
{
    private const string Get = "GET";
    private const string Post = "POST";

    private static readonly HealthStatus Healthy = new("healthy");

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        if (guard.Refuse(context) is { } refusal) return RefuseAsync(context, refusal);

        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        (string Method, Func<Task> Answer)? command = request.Path.Split('/')[1..] switch
        {
            ["health"] => (Get, () => WriteAsync(context, Healthy, AdminJson.Default.HealthStatus)),
            ["lambdas"] => (Get, () => WriteAsync(context, List(), AdminJson.Default.LambdaList)),
            ["lambdas", var id] when lambdas.ById(id) is { } lambda => (Get, () => WriteStatusAsync(context, lambda)),
            ["lambdas", var id, "start"] when lambdas.ById(id) is { } lambda => (Post, () => StartAsync(context, lambda, aborted)),
            ["lambdas", var id, "stop"] when lambdas.ById(id) is { } lambda => (Post, () => StopAsync(context, lambda)),
            ["reload"] => (Post, () => ReloadAsync(context)),
            _ => null,
        };
        return command switch
        {
            null => RefuseAsync(context, AdminError.Unknown, "No such lambda or command."),
            ({ } method, var answer) when method == request.Method => answer(),
            ({ } method, _) => RefuseMethodAsync(context, method),
        };
    }

    private static async Task StartAsync(IFeatureCollection context, Lambda lambda, CancellationToken aborted)
    {
        try
        {
            await lambda.StartAsync(aborted).ConfigureAwait(false);
        }
        catch (LambdaStartException exception)
        {
            await RefuseAsync(context, AdminError.StartFailed, exception.Message).ConfigureAwait(false);
            return;
        }

        await WriteStatusAsync(context, lambda).ConfigureAwait(false);
    }

    private static async Task StopAsync(IFeatureCollection context, Lambda lambda)
    {
        await lambda.StopAsync().ConfigureAwait(false);
        await WriteStatusAsync(context, lambda).ConfigureAwait(false);
    }

    private Task ReloadAsync(IFeatureCollection context) => reloader.Reload() is { } problem
        ? RefuseAsync(context, AdminError.BadManifest, problem.Message)
        : WriteAsync(context, List(), AdminJson.Default.LambdaList);

    private static Task WriteStatusAsync(IFeatureCollection context, Lambda lambda) =>
        WriteAsync(context, LambdaStatusFactory.From(lambda.Snapshot()), AdminJson.Default.LambdaStatus);

    private static Task RefuseMethodAsync(IFeatureCollection context, string allowed)
    {
        context.GetRequiredFeature<IHttpResponseFeature>().Headers.Allow = allowed;
        return RefuseAsync(context, AdminError.MethodNotAllowed, $"Use {allowed}.");
    }

    private static Task RefuseAsync(IFeatureCollection context, AdminError error, string detail) => RefuseAsync(context, AdminProblem.Of(error, detail));

    private static Task RefuseAsync(IFeatureCollection context, AdminProblem problem)
    {
        // RFC 9110, 11.6.1
        if (problem.Status is StatusCodes.Status401Unauthorized) context.GetRequiredFeature<IHttpResponseFeature>().Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(context, problem, AdminJson.Default.AdminProblem, problem.Status);
    }

    private static async Task WriteAsync<T>(IFeatureCollection context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var head = context.GetRequiredFeature<IHttpResponseFeature>();
        head.StatusCode = status;
        head.Headers.ContentType = status < 400 ? "application/json" : "application/problem+json";
        head.Headers.CacheControl = "no-store";
        head.Headers.ContentLength = json.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(json).ConfigureAwait(false);
    }

    private LambdaList List() => new(proxy, [.. lambdas.All.Select(lambda => LambdaStatusFactory.From(lambda.Snapshot()))]);
}
