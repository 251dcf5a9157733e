namespace LocalLambdas.Lambdas;

/// <summary>A start that only has to be made. Either started or disposed of, once.</summary>
internal interface ILambdaLaunch : IDisposable
{
    /// <summary>Returns when the process accepts connections.</summary>
    /// <param name="record">Told each phase as it passes.</param>
    /// <exception cref="LambdaStartException">No process is left behind.</exception>
    Task<LambdaInstance> StartAsync(StartRecord record, CancellationToken cancellationToken);
}
