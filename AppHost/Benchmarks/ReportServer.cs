using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace AppHost.Benchmarks;

/// <summary>Hands the report to the browser, which follows no link from the dashboard to a file.</summary>
internal sealed class ReportServer(BenchmarkReport report, int port) : IHostedService, IAsyncDisposable
{
    private readonly WebApplication _application = Create(report, port);

    public string Address => $"http://127.0.0.1:{port}/{BenchmarkReport.MarkdownName}";

    public Task StartAsync(CancellationToken cancellationToken) => _application.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>Empty: the environment of an app host has the addresses of the dashboard where others look for their own.</summary>
    private static WebApplication Create(BenchmarkReport report, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        application.Run(context => AnswerAsync(context, report));
        return application;
    }

    private static async Task AnswerAsync(HttpContext context, BenchmarkReport report)
    {
        // As plain text: browsers save Markdown instead of showing it
        var (name, type) = context.Request.Path.Value switch
        {
            "/" + BenchmarkReport.MarkdownName => (BenchmarkReport.MarkdownName, "text/plain; charset=utf-8"),
            "/" + BenchmarkReport.JsonName => (BenchmarkReport.JsonName, "application/json"),
            _ => (null, "text/plain; charset=utf-8"),
        };
        var file = name is null ? null : report.PathOf(name);
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        if (File.Exists(file))
        {
            await context.Response.SendFileAsync(file, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        await context.Response.WriteAsync("There is no report yet: it is written at the end of a run.\n", context.RequestAborted).ConfigureAwait(false);
    }
}
