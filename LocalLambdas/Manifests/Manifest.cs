namespace LocalLambdas.Manifests;

/// <summary>The lambdas that a proxy serves, in the order of the file.</summary>
/// <param name="File">The absolute path of the file.</param>
internal sealed record Manifest(string File, IReadOnlyList<LambdaDefinition> Lambdas);
