namespace PerfRunner.Results;

/// <summary>Why a request counts as failed. The names are stable: they are keys in the JSON report.</summary>
internal enum RequestError
{
    /// <summary>No connection could be made.</summary>
    Connect,

    /// <summary>The connection ended or broke before the answer was complete.</summary>
    ConnectionLost,

    /// <summary>No complete answer within the request timeout.</summary>
    Timeout,

    /// <summary>The answer is not legal HTTP.</summary>
    Protocol,

    /// <summary>The status code is not 2xx.</summary>
    Status,

    /// <summary>A cached answer where none was asked for, or none where one was.</summary>
    WrongCacheState,

    /// <summary>A cold case found the process alive before the request, or a process that started before it.</summary>
    NotCold,

    /// <summary>The spare case found none that was ready before the request, or another process answered it.</summary>
    NoSpare,

    /// <summary>The body has another length than the one that was agreed on.</summary>
    WrongBody,
}
