using AppHost.Benchmarks;
using AppHost.Lambdas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Makes of PerfRunner a resource that measures a proxy of the application.</summary>
public static class BenchmarkBuilderExtensions
{
    /// <summary>
    /// Lets the runner measure <paramref name="proxy"/>: the whole run when the application starts, and again, or one case alone, by command.
    /// </summary>
    /// <param name="builder">PerfRunner.</param>
    /// <param name="proxy">What it measures.</param>
    /// <param name="output">The directory of the report, relative to that of the app host.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>The section <c>PerfRunner</c> of the configuration overrides the runner's defaults, for instance <c>PerfRunner:Requests</c>.</remarks>
    public static IResourceBuilder<ProjectResource> WithBenchmarkOf(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<LocalLambdasResource> proxy, string output)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(proxy);
        var application = builder.ApplicationBuilder;
        var settings = BenchmarkSettings.From(application.Configuration, output);
        var report = new BenchmarkReport(Path.GetFullPath(settings.Output, application.AppHostDirectory));
        var selection = new CaseSelection();

        builder
            .WithReference(proxy)
            .WithAdminToken(proxy.Resource)
            .WithUndisturbedMeasurement()
            .WithIconName("Gauge")
            .WithArgs(context =>
            {
                context.Args.Add("--url");
                context.Args.Add(proxy.Resource.HttpEndpoint);
                context.Args.Add("--admin-url");
                context.Args.Add(proxy.Resource.AdminEndpoint);
                foreach (var argument in (string[])["--manifest", proxy.Resource.ManifestFile, "--output", report.Folder, .. settings.Arguments(selection.Cases)])
                    context.Args.Add(argument);
            })
            .WithBenchmarkCommands(report, selection);
        if (application.ExecutionContext.IsRunMode) builder.WithReportLink(report, proxy.Resource);
        return builder;
    }

    private static void WithReportLink(this IResourceBuilder<ProjectResource> builder, BenchmarkReport report, LocalLambdasResource proxy)
    {
        var server = new ReportServer(report, FreePort.Find());
        builder.ApplicationBuilder.Services.AddSingleton<IHostedService>(server);

        // The dashboard hides the links of a resource that has ended; one that belongs to an endpoint of the proxy stays as long as that one
        builder.WithUrls(context => context.Urls.Add(new() { Url = server.Address, DisplayText = "Report", Endpoint = proxy.AdminEndpoint }));
    }
}
