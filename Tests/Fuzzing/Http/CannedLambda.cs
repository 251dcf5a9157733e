using System.Text;
using Fuzzing.Targets;
using LambdaRuntime;
using LocalLambdas.Forwarding;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;
using LocalLambdas.Transports.Json;

namespace Fuzzing.Http;

/// <summary>
/// Checks the request that reaches it, and answers as the request's header <c>x-answer</c> says: with one of its own answers, or with the
/// request's body, so that an input is a whole exchange.
/// </summary>
internal sealed class CannedLambda() : JsonTransport("PIPE_ADDRESS", "nowhere", new Readiness(null), requestTimeout: TimeSpan.FromSeconds(30))
{
    public const string Choice = "x-answer";

    private const string Body = "body";
    private const string Lost = "lost";

    private static readonly Dictionary<string, string> Answers = new()
    {
        ["cached"] = """{"status":200,"headers":{"cache-control":"max-age=60","content-type":"text/plain"},"body":"YQ=="}""",
        ["tagged"] = """{"status":200,"headers":{"cache-control":"max-age=0","etag":"\"1\"","last-modified":"Sun, 06 Nov 1994 08:49:37 GMT"},"body":"YQ=="}""",
        ["varies"] = """{"status":200,"headers":{"cache-control":"max-age=60","vary":["accept","x-a"]},"body":"YQ=="}""",
        ["lies"] = """{"status":200,"headers":{"content-length":"1000","transfer-encoding":"chunked","connection":"x-a, close","x-a":"1"},"body":"YQ=="}""",
        ["nothing"] = "",
        ["empty"] = """{"status":204}""",
        ["unchanged"] = """{"status":304,"headers":{"etag":"\"1\""},"body":"YQ=="}""",
        ["reset"] = """{"status":205,"body":"YQ=="}""",
        ["text"] = "no envelope",
    };

    public static IEnumerable<string> Choices => [Body, Lost, .. Answers.Keys];

    protected override ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    protected override async ValueTask<AnswerBuffer> SendAsync(ReadOnlyMemory<byte> envelope, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        times?.ConnectBegins();
        times?.Connected();
        Invariant.Holds(Envelope.TryReadRequest(envelope.Span, out var request, out var error), $"the lambda cannot read its request: {error}");
        Check(request);
        using var bytes = new MemoryStream(AnswerTo(request));
        var answer = new AnswerBuffer();
        await answer.ReadToEndAsync(bytes, cancellationToken);
        return answer;
    }

    private static void Check(LambdaRequest request)
    {
        Invariant.Holds(request.Method.Length > 0 && request.Method.All(c => c is > ' ' and < (char)127), $"method '{request.Method}'");
        Invariant.Holds(request.Uri.StartsWith('/') && request.Uri.All(c => c is > ' ' and < (char)127), $"URI '{request.Uri}'");
        Invariant.Holds(!request.Path.Split('/').Any(segment => segment is "." or ".."), $"dot segments in '{request.Uri}'");
        foreach (var (name, value) in request.Headers)
        {
            Invariant.Holds(!HopByHopHeaders.Contains(name), $"{name} concerns one connection only");
            Invariant.Holds(value.AsSpan().IndexOfAny("\r\n\0") < 0, $"the value of {name} has several lines");
        }
    }

    private static byte[] AnswerTo(LambdaRequest request) => request.Headers[Choice] switch
    {
        Body => request.Body.ToArray(),
        Lost => throw new TransportException(TransportError.ConnectionLost, "The canned lambda closed the connection."),
        { } choice when Answers.TryGetValue(choice, out var answer) => Encoding.UTF8.GetBytes(answer),
        _ => Encoding.UTF8.GetBytes($$"""{"status":200,"headers":{"content-type":"application/octet-stream"},"body":"{{Convert.ToBase64String(request.Body.Span)}}"}"""),
    };
}
