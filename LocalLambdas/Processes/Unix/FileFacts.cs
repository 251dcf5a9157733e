using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>What .NET does not tell of a file: its kind and its owner. Of a link itself, not of what it leads to.</summary>
[UnsupportedOSPlatform("windows")]
internal readonly record struct FileFacts
{
    private const int KindBits = 0xF000;
    private const int DirectoryKind = 0x4000;
    private const int SocketKind = 0xC000;
    private const int BitsOfOthers = 0x3F;

    private readonly int _mode;
    private readonly uint _owner;

    private FileFacts(int mode, uint owner)
    {
        _mode = mode;
        _owner = owner;
    }

    public bool IsDirectory => (_mode & KindBits) is DirectoryKind;

    public bool IsSocket => (_mode & KindBits) is SocketKind;

    /// <summary>It belongs to the user of this process.</summary>
    public bool IsOwn => _owner == LibC.EffectiveUser();

    /// <summary>It belongs to the user of this process, and nobody else may do anything with it.</summary>
    public bool IsPrivate => IsOwn && (_mode & BitsOfOthers) is 0;

    /// <summary>Null if there is no such file, or nothing can be told of it.</summary>
    public static unsafe FileFacts? Of(string path)
    {
        // More than the structure takes anywhere: 256 bytes of statx(2), 144 of macOS's stat(2).
        Span<byte> facts = stackalloc byte[512];
        fixed (byte* buffer = facts)
        {
            var result = !OperatingSystem.IsMacOS() ? LibC.StatX(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_BASIC_STATS, buffer) :
                RuntimeInformation.ProcessArchitecture is Architecture.X64 ? LibC.LStatInode64(path, buffer) :
                LibC.LStat(path, buffer);
            if (result is not 0) return null;
        }

        // The places of mode and owner: <linux/stat.h>, the same on all processors, and macOS's <sys/stat.h>.
        return OperatingSystem.IsMacOS()
            ? new(MemoryMarshal.Read<ushort>(facts[4..]), MemoryMarshal.Read<uint>(facts[16..]))
            : new(MemoryMarshal.Read<ushort>(facts[28..]), MemoryMarshal.Read<uint>(facts[20..]));
    }
}
