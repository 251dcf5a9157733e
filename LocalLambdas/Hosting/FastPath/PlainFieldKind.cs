namespace LocalLambdas.Hosting.FastPath;

internal enum PlainFieldKind
{
    /// <summary>Has a say in an answer only where <c>Vary</c> names it.</summary>
    Other,

    Host,

    Connection,

    /// <summary>Asks something of the cache, of the connection or of the proxy.</summary>
    Refused,
}
