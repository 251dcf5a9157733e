using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using LocalLambdas.Messages;
using LocalLambdas.Tests.Lambdas;
using LocalLambdas.Transports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalLambdas.Tests.Forwarding;

public class RefusedConnectionTests
{
    [Fact]
    public async Task Who_finds_the_process_dead_does_not_keep_the_next_one_waiting()
    {
        var launcher = new Launcher();
        await using var lambda = new Lambda(Definitions.Of("a"), launcher, new(0), TimeProvider.System, new(NullLogger<Lambda>.Instance));
        var forwarder = new Forwarder(new(NullLogger<Forwarder>.Instance));

        var response = await forwarder.ForwardAsync(
            lambda, new LambdaRequest("GET", "/a/", new HeaderDictionary(), RequestBody.None), null, TestContext.Current.CancellationToken);

        Assert.Equal(204, response.Status);
        Assert.Equal(2, launcher.Instances.Count);
        Assert.True(launcher.WasFirstDrained, "the first process still had a request in flight when the second was started");
    }

    private static LambdaResponse Refuse(LambdaRequest request) => throw new TransportException(TransportError.Connect, "refused");

    private sealed class Launcher : ILambdaLauncher
    {
        public List<LambdaInstance> Instances { get; } = [];

        public bool WasFirstDrained { get; private set; }

        public ILambdaLaunch Prepare(LambdaDefinition definition) => new FakeLaunch((record, _) => LaunchAsync(record));

        private Task<LambdaInstance> LaunchAsync(StartRecord record)
        {
            WasFirstDrained = Instances is [var first] && first.Gate.Drained.IsCompleted;
            record.Spawned(1);
            record.Accepted();
            Instances.Add(new(new FakeProcess(Instances.Count + 1), new FakeTransport(Instances.Count is 0 ? Refuse : _ => new(204, [], default)), record, TimeProvider.System));
            return Task.FromResult(Instances[^1]);
        }
    }
}
