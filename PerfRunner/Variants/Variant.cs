namespace PerfRunner.Variants;

/// <summary>One of several lambdas that do the same and are compared.</summary>
/// <param name="Id">Its id in the generated manifest; its routes begin with it.</param>
internal sealed record Variant(string Id)
{
    /// <summary>What is asked for.</summary>
    public string Path => $"/{Id}/hello";
}
