namespace PerfRunner.Proxying;

/// <summary>
/// The proxy inherits where telemetry goes and how (OTEL_*), but not whose it is: with the runner's name its spans would be taken for the
/// runner's own.
/// </summary>
internal static class InheritedTelemetry
{
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string ResourceAttributes = "OTEL_RESOURCE_ATTRIBUTES";

    private static readonly string[] Identity = ["service.name", "service.instance.id"];

    public static void RemoveIdentity(IDictionary<string, string?> environment)
    {
        environment.Remove(ServiceName);
        if (environment.TryGetValue(ResourceAttributes, out string? attributes))
        {
            environment[ResourceAttributes] = WithoutIdentity(attributes ?? "");
        }
    }

    private static string WithoutIdentity(string attributes) =>
        string.Join(',', attributes.Split(',').Where(attribute => !Identity.Contains(attribute.Split('=')[0].Trim())));
}
