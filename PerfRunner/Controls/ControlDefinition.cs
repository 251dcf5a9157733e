using LocalLambdas.Manifests;
using PerfRunner.Variants;

namespace PerfRunner.Controls;

/// <summary>One way between proxy and handler: a protocol over a transport.</summary>
/// <param name="Service">The one that speaks the protocol; the handler is the same in both.</param>
internal sealed record ControlDefinition(CommunicationMode Service, string Protocol, string Transport)
{
    public const string HttpTcp = "http-tcp";
    public const string HttpUnix = "http-unix";
    public const string FramesUnix = "frames-unix";
    public const string FramesTcp = "frames-tcp";
    public const string JsonUnix = "json-unix";

    public static IReadOnlyList<ControlDefinition> All { get; } =
    [
        new(CommunicationMode.Http, "http", "tcp"),
        new(CommunicationMode.Http, "http", "unix"),
        new(CommunicationMode.Pipe, "frames", "unix"),
        new(CommunicationMode.Pipe, "frames", "tcp"),
        new(CommunicationMode.Pipe, "json", "unix"),
    ];

    /// <summary>Stable name.</summary>
    public string Name => $"{Protocol}-{Transport}";

    public Variant Variant => new(Name);
}
