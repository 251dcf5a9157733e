using LocalLambdas.Manifests;

namespace LocalLambdas.Lambdas;

/// <summary>Brings a lambda's process up. The seam by which the life cycle is tested without processes.</summary>
internal interface ILambdaLauncher
{
    /// <summary>Returns when the process accepts connections.</summary>
    /// <param name="record">Told each phase as it passes.</param>
    /// <exception cref="LambdaStartException">No process is left behind.</exception>
    Task<LambdaInstance> LaunchAsync(LambdaDefinition definition, StartRecord record, CancellationToken cancellationToken);
}
