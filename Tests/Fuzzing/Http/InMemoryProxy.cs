using System.Net;
using Fuzzing.Targets;
using LocalLambdas.Caching;
using LocalLambdas.Forwarding;
using LocalLambdas.Hosting;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using LocalLambdas.Routing;
using LocalLambdas.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fuzzing.Http;

/// <summary>The proxy as it is run, cache included, with connections and lambdas in this process.</summary>
internal sealed class InMemoryProxy : IDisposable
{
    // So long that only a failure reaches it, also on a busy machine
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly RequestLimits Limits = new(new(HeldBytes: 30_000_000, StreamedBytes: null), HeaderBytes: 32_768);

    private readonly ErrorLog _errors = new();
    private readonly InMemoryTransport _transport = new();
    private readonly ILoggerFactory _loggers;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly ProxyApplication _proxy;
    private readonly ObservedApplication _observed;
    private readonly LambdaRegistry _lambdas;
    private readonly BareKestrel _server;

    /// <param name="time">That of the cache.</param>
    /// <param name="hasFastPath">Without it Kestrel, and so <see cref="Methods"/>, sees every request.</param>
    public InMemoryProxy(TimeProvider time, bool hasFastPath)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_errors));
        var manifest = new Manifest("manifest.xml", [Definition("a", "/a/*"), Definition("b", "/b")]);
        _lambdas = new(manifest, new CannedLauncher(), new(0), TimeProvider.System, new(_loggers.CreateLogger<Lambda>()));
        Cache = new(new(), time);
        _proxy = new(
            _lambdas,
            new Forwarder(new(_loggers.CreateLogger<Forwarder>())),
            Cache,
            Limits.Body,
            new ProxyTelemetry(new(_loggers.CreateLogger<LambdaSpans>())));
        _observed = new(_proxy);
        _server = new(new IPEndPoint(IPAddress.Loopback, 0), Limits, _services, _loggers, _transport, hasFastPath ? Cache : null);
        _server.StartAsync(_observed, CancellationToken.None).GetAwaiter().GetResult();
    }

    public ResponseCache Cache { get; }

    /// <summary>Of the requests that reached the application, in their order.</summary>
    public IReadOnlyList<string> Methods => _observed.Methods;

    public void Forget()
    {
        _proxy.ForgetAnswers();
        _observed.Forget();
        _errors.Forget();
    }

    /// <summary>What is said on one connection on which the client says this. Throws if the proxy did, or logged an error.</summary>
    public async Task<(byte[] Answers, bool MayBeCut)> ExchangeAsync(byte[] input)
    {
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
        return (answers, connection.WasAborted);
    }

    public void Dispose()
    {
        _server.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        _server.Dispose();
        _lambdas.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _services.Dispose();
        _loggers.Dispose();
        _errors.Dispose();
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
