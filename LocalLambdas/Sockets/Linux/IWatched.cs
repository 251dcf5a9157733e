namespace LocalLambdas.Sockets.Linux;

/// <summary>What an <see cref="EventLoop"/> tells of its descriptor.</summary>
internal interface IWatched
{
    /// <summary>By which events are told from those of a descriptor that has had the same number.</summary>
    ulong Key { get; set; }

    /// <summary>Something has happened. Called on the loop's thread: nothing here may block.</summary>
    void On(EpollEvents events);
}
