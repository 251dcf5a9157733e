namespace LocalLambdas.Transports.Http;

/// <summary>What is wrong with an HTTP response. The names are stable: they stand in logs and in problem details.</summary>
internal enum BadResponse
{
    None,

    /// <summary>It does not begin with a status line of HTTP/1.0 or HTTP/1.1.</summary>
    NotHttp,

    /// <summary>The status is not from 200 to 599, nor an interim one.</summary>
    StatusOutOfRange,

    /// <summary>101: the proxy never asks for another protocol.</summary>
    ProtocolSwitched,

    /// <summary>The head, those of interim responses included, is larger than the proxy takes or has more fields.</summary>
    HeadTooLarge,

    /// <summary>A line of the head that is no field: no colon, a name that is no token, a control character, a folded line, a bare line feed.</summary>
    HeaderIllegal,

    /// <summary><c>Content-Length</c> is no number, or there are several that differ.</summary>
    LengthIllegal,

    /// <summary><c>Content-Length</c> and <c>Transfer-Encoding</c> together, or a transfer coding in HTTP/1.0: two readings of where it ends.</summary>
    LengthAmbiguous,

    /// <summary>A transfer coding other than <c>chunked</c>, which nobody asked for.</summary>
    CodingUnknown,

    /// <summary>A chunk without a size or without an end, or a trailer that is none.</summary>
    ChunkIllegal,

    /// <summary>Bytes came before there was a request.</summary>
    Unasked,
}
