namespace LocalLambdas.Transports.Http;

/// <summary>How it is told where a body ends.</summary>
internal enum BodyFraming
{
    /// <summary>There is none.</summary>
    None,
    Length,
    Chunked,

    /// <summary>It ends with the connection.</summary>
    UntilClose,
}
