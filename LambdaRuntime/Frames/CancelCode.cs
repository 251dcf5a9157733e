namespace LambdaRuntime.Frames;

/// <summary>Why a stream is over before its end. The values stand in the frame; one that is not known ends the stream all the same.</summary>
internal enum CancelCode : ushort
{
    /// <summary>The client has gone.</summary>
    CallerGone = 1,

    /// <summary>It has taken longer than <c>request_timeout</c>.</summary>
    Timeout = 2,

    /// <summary>The handler failed after the head of its answer was sent.</summary>
    HandlerFailed = 3,

    /// <summary>The rest of the answer is of no use.</summary>
    NotWanted = 4,
}
