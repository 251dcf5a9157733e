using System.Diagnostics;
using LocalLambdas.Lambdas;

namespace LocalLambdas.Telemetry;

/// <summary>How telemetry tells <see cref="StartKind"/>: the attribute is left out of what needed no process to come.</summary>
internal static class StartKinds
{
    public const string Attribute = "local_lambdas.start";

    public static string Name(StartKind kind) => kind switch
    {
        StartKind.Cold => "cold",
        StartKind.Spare => "spare",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static void Set(Activity span, StartKind? kind)
    {
        if (kind is { } known) span.SetTag(Attribute, Name(known));
    }
}
