using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;

namespace Fuzzing.Http;

/// <summary>"Starts" a lambda that lives in this process.</summary>
internal sealed class CannedLauncher : ILambdaLauncher
{
    public Task<LambdaInstance> LaunchAsync(LambdaDefinition definition, StartRecord record, CancellationToken cancellationToken)
    {
        var process = new CannedProcess();
        record.Spawned(process.Id);
        record.Accepted();
        return Task.FromResult(new LambdaInstance(process, new CannedLambda(record), record, TimeProvider.System));
    }
}
