namespace AppHost.Lambdas;

internal static class TelemetryExtensions
{
    /// <summary>
    /// Undoes what Aspire sets for the sake of development and what would disturb here: the exporter's retry, because the dashboard is gone
    /// before the resources are, and each of them would stay for 7 to 15 seconds to send it the last spans again and again; and the sampler
    /// that records every request, because timed requests say that they are not to be recorded.
    /// </summary>
    public static IResourceBuilder<T> WithUndisturbedMeasurement<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment => builder
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "")
        .WithEnvironment("OTEL_TRACES_SAMPLER", "parentbased_always_on");
}
