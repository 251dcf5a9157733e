using System.Net;
using Fuzzing.Http;
using LocalLambdas.Caching;
using LocalLambdas.Forwarding;
using LocalLambdas.Hosting;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using LocalLambdas.Routing;
using LocalLambdas.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fuzzing.Targets;

/// <summary>
/// What a client sends on one connection to the proxy as it is run, cache included: every request gets one legal answer or the connection
/// is closed, nothing is thrown, and what reaches a lambda is a legal request.
/// </summary>
internal sealed class HttpTarget : FuzzTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly RequestLimits Limits = new(new(HeldBytes: 30_000_000, StreamedBytes: null), HeaderBytes: 32_768);

    private readonly ErrorLog _errors = new();
    private readonly InMemoryTransport _transport = new();
    private readonly ILoggerFactory _loggers;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly ProxyApplication _proxy;
    private readonly ObservedApplication _observed;
    private readonly LambdaRegistry _lambdas;
    private readonly BareKestrel _server;

    public HttpTarget()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_errors));
        var manifest = new Manifest("manifest.xml", [Definition("a", "/a/*"), Definition("b", "/b")]);
        _lambdas = new(manifest, new CannedLauncher(), TimeProvider.System, new(_loggers.CreateLogger<Lambda>()));
        _proxy = new(
            _lambdas,
            new Forwarder(new(_loggers.CreateLogger<Forwarder>())),
            new ResponseCache(new(), TimeProvider.System),
            Limits.Body,
            new ProxyTelemetry(new(_loggers.CreateLogger<LambdaSpans>())));
        _observed = new(_proxy);
        _server = new(new IPEndPoint(IPAddress.Loopback, 0), Limits, _services, _loggers, _transport);
        _server.StartAsync(_observed, CancellationToken.None).GetAwaiter().GetResult();
    }

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Json,
        .. Words.Of("GET ", "HEAD ", "POST ", "OPTIONS * ", "CONNECT a:1 ", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\n", "\r", "\r\n\r\n"),
        .. Words.Of("/a/", "/b", "/a/../b", "/a/%2e%2e/b", "/a?x=", "//a/", "http://a/a/", "%2f", "%zz", "#", "\\", ";"),
        .. Words.Of("Host: a\r\n", "Host: b\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n"),
        .. Words.Of("5\r\nhello\r\n", "0\r\n\r\n", "0\r\nX: y\r\n\r\n", "FFFFFFFFF\r\n", "1;x=y\r\na\r\n", "Expect: 100-continue\r\n", "Upgrade: h2c\r\n"),
        .. Words.Of("Connection: close\r\n", "Connection: keep-alive\r\n", "Connection: x-answer\r\n", "Connection: host, content-length\r\n", "Trailer: X\r\n", "TE: trailers\r\n"),
        .. Words.Of("Cache-Control: no-cache\r\n", "Cache-Control: only-if-cached\r\n", "Cache-Control: max-age=-1\r\n", "If-None-Match: \"1\"\r\n", "If-None-Match: *\r\n"),
        .. Words.Of("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "Range: bytes=0-1\r\n", "Authorization: x\r\n", "Prefer: server-timing\r\n", "Accept: x\r\n", "X-A: 1\r\n"),
        .. Words.Of("Cookie: a=b\r\n", " : \r\n", "\r\n folded\r\n", "X: \u00FC\r\n", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"),
        .. Words.Of([.. CannedLambda.Choices.Select(choice => $"{CannedLambda.Choice}: {choice}\r\n")]),
    ];

    public override void Run(ReadOnlySpan<byte> input) => RunAsync(input.ToArray()).GetAwaiter().GetResult();

    public override void Dispose()
    {
        _server.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        _server.Dispose();
        _lambdas.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _services.Dispose();
        _loggers.Dispose();
        _errors.Dispose();
        base.Dispose();
    }

    private async Task RunAsync(byte[] input)
    {
        _proxy.ForgetAnswers();
        _observed.Forget();
        _errors.Forget();

        // In two pieces, as the network may do: where depends on the input alone
        var connection = new InMemoryConnection();
        _transport.Connect(connection);
        var half = input.Length == 0 ? 0 : input[^1] * 31 % input.Length;
        await connection.SendAsync(input.AsMemory(0, half));
        await connection.SendAsync(input.AsMemory(half));
        connection.EndInput();

        byte[] answers;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            answers = await connection.ReadToEndAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new InvariantException("the connection was neither answered nor closed");
        }

        if (_observed.Failure is { } failure)
            throw new InvalidOperationException("The application has thrown.", failure);
        Invariant.Holds(_errors.First is null, $"logged as an error: {_errors.First}");
        new Answers(answers, connection.WasAborted).Check(_observed.Methods);
    }

    private static LambdaDefinition Definition(string id, string route)
    {
        Invariant.Holds(RoutePattern.TryParse(route, out var pattern, out var reason), $"{route}: {reason}");
        return new()
        {
            Id = id,
            Executable = id,
            Arguments = [],
            Route = pattern!,
            PipeName = id,
            WorkingDirectory = Path.GetTempPath(),
        };
    }
}
