using System.Globalization;
using System.Text;

namespace LocalLambdas.Lambdas;

/// <summary>The folder of this proxy's sockets, which only its user can enter. Windows pipes have no folder; there it only makes names.</summary>
internal sealed class SocketFolder : IDisposable
{
    // sockaddr_un holds 104 bytes on macOS, 108 on Linux, the closing zero included (unix(7), unix(4)).
    private const int MaximumAddressBytes = 103;

    private readonly string? _path;
    private readonly IDisposable? _lock;

    private SocketFolder(string? path, IDisposable? held)
    {
        _path = path;
        _lock = held;
    }

    /// <exception cref="IOException">There is no folder for temporary files.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static SocketFolder Create()
    {
        if (OperatingSystem.IsWindows()) return new(null, null);
        LeftoverFolders.RemoveFrom(Path.GetTempPath());

        // Mode 0700 (Directory.CreateTempSubdirectory), and a name that nobody could have taken before.
        var path = Directory.CreateTempSubdirectory(LeftoverFolders.OwnPrefix).FullName;
        return new(path, LeftoverFolders.Lock(path));
    }

    /// <summary>Windows.</summary>
    public static string PipeNameFor(string name) => string.Create(CultureInfo.InvariantCulture, $"local_lambdas.{Environment.ProcessId}.{name}");

    /// <summary>Of a socket, or of a named pipe on Windows.</summary>
    public string AddressFor(string name) => _path is null ? @"\\.\pipe\" + PipeNameFor(name) : SocketFor(name);

    /// <summary>Of a socket: Windows has them too, and a folder for temporary files that is the user's own.</summary>
    public string SocketFor(string name) => TrySocketFor(name, out var address)
        ? address
        : throw new LambdaStartException(
            StartFailure.SpawnFailed,
            $"The socket path {address} has {Encoding.UTF8.GetByteCount(address)} bytes, {MaximumAddressBytes} are possible: shorten pipe_name or TMPDIR.");

    /// <summary>False if it is longer than the address of a socket can be.</summary>
    public bool TrySocketFor(string name, out string address)
    {
        address = _path is null ? Path.Combine(Path.GetTempPath(), PipeNameFor(name)) : Path.Combine(_path, name);
        return Encoding.UTF8.GetByteCount(address) <= MaximumAddressBytes;
    }

    public void Dispose()
    {
        _lock?.Dispose();
        if (_path is not null && Directory.Exists(_path)) Directory.Delete(_path, recursive: true);
    }
}
