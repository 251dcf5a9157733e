namespace LambdaRuntime.Frames;

/// <summary>What a frame is. The values stand in the frame.</summary>
internal enum FrameType : byte
{
    /// <summary>The lambda accepts requests. Its first frame, once.</summary>
    Hello = 1,

    /// <summary>A request, and the beginning of its body. Opens the stream.</summary>
    Request = 2,

    /// <summary>The head of the answer, and the beginning of its body.</summary>
    Response = 3,

    /// <summary>Bytes of a body.</summary>
    Data = 4,

    /// <summary>So many more bytes of the body may be sent.</summary>
    Credit = 5,

    /// <summary>The stream is over.</summary>
    Cancel = 6,

    /// <summary>The lambda's spans of this request.</summary>
    Spans = 7,

    /// <summary>The lambda takes no new streams.</summary>
    GoAway = 8,
}
