namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Classes of one collection run one after another: two collections, so at most two at once beside the unit tests.</summary>
internal static class ProxyCollections
{
    public const string First = "local_lambdas 1";
    public const string Second = "local_lambdas 2";
}
