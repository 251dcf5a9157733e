using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

/// <summary>A program of somebody else, without which a peer cannot take part.</summary>
internal static class RequiredProgram
{
    /// <param name="name">Of the program, and of the package that it comes in.</param>
    /// <exception cref="PeerException">It is not there.</exception>
    public static string Find(string name) => InstalledProgram.Find(name) ?? throw new PeerException(Missing(name));

    /// <summary>That it is not there, and what to do about it.</summary>
    public static string Missing(string name) => OperatingSystem.IsWindows()
        ? $"{name} is not installed: it is for Linux and macOS, so run this in WSL, or do without it"
        : $"{name} is not installed: {(OperatingSystem.IsMacOS() ? $"brew install {name}" : $"apt-get install {name} (Debian, Ubuntu), apk add {name} (Alpine)")}";
}
