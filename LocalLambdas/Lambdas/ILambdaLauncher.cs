using LocalLambdas.Manifests;

namespace LocalLambdas.Lambdas;

/// <summary>Brings a lambda's processes up. The seam by which the life cycle is tested without processes.</summary>
internal interface ILambdaLauncher
{
    /// <summary>Does everything of a start that can be done before its process is wanted. May be called on several threads.</summary>
    /// <exception cref="LambdaStartException">Something is in the way.</exception>
    ILambdaLaunch Prepare(LambdaDefinition definition);
}
