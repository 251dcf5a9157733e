using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalLambdas.Forwarding;
using LocalLambdas.Hosting;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using LocalLambdas.Telemetry;
using LocalLambdas.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace LocalLambdas.Tests.Hosting;

/// <summary>
/// What a request to a running lambda allocates in the proxy, counted and not timed: the proxy's server, its application and its transports are
/// in this process, the lambda is another one, and the client allocates nothing.
/// </summary>
[Collection(ListensAlone.Name)]
public sealed class WarmAllocationTests : IAsyncLifetime
{
    private const int Requests = 2000;

    private readonly TempFolder _folder = new();
    private readonly SocketFolder _sockets = SocketFolder.Create();
    private readonly byte[] _received = new byte[4096];
    private readonly Socket[] _clients = [.. Enumerable.Range(0, 16).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp))];
    private ServiceProvider? _services;
    private LambdaRegistry? _lambdas;
    private BareKestrel? _server;

    public async ValueTask InitializeAsync()
    {
        var manifest = new ManifestBuilder(_folder)
            .AddProcess("pipe", Artifacts.Executable("PipeService"), "frames")
            .AddProcess("http", Artifacts.Executable("HttpService"), "plain")
            .Write();
        var log = new LambdaLog(NullLogger<Lambda>.Instance);
        _lambdas = new(ManifestReader.Read(manifest), new LambdaLauncher(new(_sockets, log), TimeProvider.System, log), new(0), TimeProvider.System, log);
        _services = new ServiceCollection().BuildServiceProvider();
        var limits = new RequestLimits(new(null, null), 32 * 1024);
        var application = new ProxyApplication(
            _lambdas, new Forwarder(new(NullLogger<Forwarder>.Instance)), null, limits.Body, new(new(NullLogger<LambdaSpans>.Instance)));
        _server = new(new IPEndPoint(IPAddress.Loopback, 0), limits, _services, NullLoggerFactory.Instance);
        await _server.StartAsync(application, TestContext.Current.CancellationToken);
        foreach (var client in _clients) await client.ConnectAsync(IPAddress.Loopback, new Uri(_server.Address).Port, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _server!.StopAsync(CancellationToken.None);
        _server.Dispose();
        await _lambdas!.DisposeAsync();
        await _services!.DisposeAsync();
        _sockets.Dispose();
        _folder.Dispose();
    }

    /// <summary>With one request at a time it is less: the state of those that wait comes from a pool that holds one of each for a thread.</summary>
    [Theory]
    [InlineData("pipe", 1, 3072)]
    [InlineData("http", 1, 3072)]
    [InlineData("pipe", 16, 3072)]
    [InlineData("http", 16, 3072)]
    public void A_warm_request_allocates_no_more_than_its_bound(string mode, int connections, int bound)
    {
        var request = Encoding.ASCII.GetBytes($"GET /{mode}/hello?q=1 HTTP/1.1\r\nHost: localhost:3000\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n");
        Exchange(request, _clients.AsSpan(0, connections));

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Exchange(request, _clients.AsSpan(0, connections));
        var allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;

        Assert.True(allocated <= bound, $"{allocated} bytes a request");
    }

    private void Exchange(byte[] request, ReadOnlySpan<Socket> clients)
    {
        for (var i = 0; i < Requests; i += clients.Length)
        {
            foreach (var client in clients) client.Send(request);
            foreach (var client in clients)
            {
                var length = 0;
                do length += client.Receive(_received.AsSpan(length));
                while (!_received.AsSpan(0, length).EndsWith("}}"u8));
                Assert.True(_received.AsSpan().StartsWith("HTTP/1.1 200 OK\r\n"u8), "an answer is wrong");
            }
        }
    }
}
