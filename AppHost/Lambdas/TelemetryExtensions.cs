namespace AppHost.Lambdas;

internal static class TelemetryExtensions
{
    /// <summary>
    /// Undoes the exporter's retry, which Aspire turns on: the dashboard is gone before the resources are, and each of them would
    /// stay for 7 to 15 seconds to send it the last spans again and again.
    /// </summary>
    public static IResourceBuilder<T> WithoutExportRetry<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment => builder.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "");
}
