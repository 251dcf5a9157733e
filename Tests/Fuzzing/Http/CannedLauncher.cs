using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;

namespace Fuzzing.Http;

/// <summary>"Starts" a lambda that lives in this process.</summary>
internal sealed class CannedLauncher : ILambdaLauncher
{
    public ILambdaLaunch Prepare(LambdaDefinition definition) => new Launch();

    private sealed class Launch : ILambdaLaunch
    {
        public Task<LambdaInstance> StartAsync(StartRecord record, CancellationToken cancellationToken)
        {
            var process = new CannedProcess();
            var lambda = new CannedLambda();
            lambda.Begin(record);
            record.Spawned(process.Id);
            record.Accepted();
            return Task.FromResult(new LambdaInstance(process, lambda, record, TimeProvider.System));
        }

        public void Dispose()
        {
            // Nothing was prepared.
        }
    }
}
