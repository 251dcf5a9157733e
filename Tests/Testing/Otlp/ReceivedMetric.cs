using Testing.Otlp.Protocol;

namespace Testing.Otlp;

/// <summary>One point of a metric: the value of a sum or gauge, the number and the sum of what a histogram has counted.</summary>
public sealed record ReceivedMetric(
    string Service, string Scope, string Name, string Unit, string Type, IReadOnlyDictionary<string, string> Attributes, double Value, double Sum)
{
    internal static IEnumerable<ReceivedMetric> Read(ExportMetricsServiceRequest request) =>
        from resourceMetrics in request.ResourceMetrics
        let service = Otlp.Attributes.Read(resourceMetrics.Resource.Attributes).GetValueOrDefault("service.name", "")
        from scopeMetrics in resourceMetrics.ScopeMetrics
        from metric in scopeMetrics.Metrics
        from point in Points(metric)
        select new ReceivedMetric(
            service, scopeMetrics.Scope.Name, metric.Name, metric.Unit, TypeOf(metric), point.Attributes, point.Value, point.Sum);

    // In the words of the SDK: a sum that may fall is an up-down counter
    private static string TypeOf(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Sum => metric.Sum.IsMonotonic ? "counter" : "updowncounter",
        Metric.DataOneofCase.Histogram => "histogram",
        Metric.DataOneofCase.Gauge => "gauge",
        _ => "other",
    };

    private static IEnumerable<(IReadOnlyDictionary<string, string> Attributes, double Value, double Sum)> Points(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Select(Point),
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Select(Point),
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Select(point => (Otlp.Attributes.Read(point.Attributes), (double)point.Count, point.Sum)),
        _ => [],
    };

    private static (IReadOnlyDictionary<string, string> Attributes, double Value, double Sum) Point(NumberDataPoint point)
    {
        var value = point.ValueCase is NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
        return (Otlp.Attributes.Read(point.Attributes), value, value);
    }
}
