namespace PerfRunner.Load.Epoll;

/// <summary>What a descriptor is watched for; its end and its errors are always told.</summary>
[Flags]
internal enum EpollInterest
{
    None = 0,
    Readable = 1,
    Writable = 4,
}
