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
internal sealed class AdminApplication(LambdaRegistry lambdas, ProxyStatus proxy, ManifestReloader reloader) : IHttpApplication<IFeatureCollection>
{
    private static readonly HealthStatus Healthy = new("healthy");

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        return (request.Method, request.Path.Split('/')[1..]) switch
        {
            ("GET", ["health"]) => WriteAsync(context, Healthy, AdminJson.Default.HealthStatus),
            ("GET", ["lambdas"]) => WriteAsync(context, List(), AdminJson.Default.LambdaList),
            ("GET", ["lambdas", var id]) when lambdas.ById(id) is { } lambda => WriteStatusAsync(context, lambda),
            ("POST", ["lambdas", var id, "start"]) when lambdas.ById(id) is { } lambda => StartAsync(context, lambda, aborted),
            ("POST", ["lambdas", var id, "stop"]) when lambdas.ById(id) is { } lambda => StopAsync(context, lambda),
            ("POST", ["reload"]) => ReloadAsync(context),
            _ => WriteAsync(context, new AdminProblem("No such lambda or command."), AdminJson.Default.AdminProblem, StatusCodes.Status404NotFound),
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
            await WriteAsync(context, new(exception.Message), AdminJson.Default.AdminProblem, StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
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
        ? WriteAsync(context, new(problem.Message), AdminJson.Default.AdminProblem, StatusCodes.Status422UnprocessableEntity)
        : WriteAsync(context, List(), AdminJson.Default.LambdaList);

    private static Task WriteStatusAsync(IFeatureCollection context, Lambda lambda) =>
        WriteAsync(context, LambdaStatusFactory.From(lambda.Snapshot()), AdminJson.Default.LambdaStatus);

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
