namespace LambdaRuntime.Frames;

/// <summary>What is wrong with a frame. Each of these ends the connection.</summary>
internal enum FrameError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No frame has this type.</summary>
    UnknownType,

    /// <summary>A flag that frames of this type do not have.</summary>
    UnknownFlag,

    /// <summary>The reserved bytes are not zero.</summary>
    ReservedNotZero,

    /// <summary>Stream 0 where a stream is meant, or a stream where the connection is meant.</summary>
    WrongStream,

    /// <summary>Longer or shorter than a frame of this type may be.</summary>
    WrongLength,

    /// <summary>The lengths within a head do not fit into the frame, or the head is longer than <see cref="FrameLimits.MaxHead"/>.</summary>
    BadHead,

    /// <summary>A method, URI or header field that is not UTF-8, or an empty method, URI or name.</summary>
    BadText,

    /// <summary>A status that is not 200 to 599.</summary>
    BadStatus,

    /// <summary>HELLO with another version.</summary>
    BadVersion,

    /// <summary>The first frame is no HELLO, or a HELLO comes later, or its token is not the one that was given.</summary>
    BadHello,

    /// <summary>A frame that this side may not send, or not at this point of the stream.</summary>
    OutOfOrder,

    /// <summary>More bytes of a body than were granted, or more granted than a peer can count.</summary>
    BadCredit,
}
