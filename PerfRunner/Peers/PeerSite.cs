using System.Net;
using PerfRunner.Building;

namespace PerfRunner.Peers;

/// <summary>What all peers have in common: the services behind them, and a folder for their files.</summary>
/// <param name="Repository">Where what a peer needs is built from.</param>
/// <param name="Folder">Temporary, with a short path: sockets lie in it.</param>
/// <param name="Service">The web service, over TCP.</param>
/// <param name="ServiceSocket">The web service, over a Unix socket; null where there are none.</param>
/// <param name="Body">An answer's body, for those that always give the same.</param>
/// <param name="Services">As they are built.</param>
/// <param name="Warm">How those of the warm cases are built.</param>
/// <param name="HasCold">Whether cold starts are compared.</param>
/// <param name="NoBuild">What is not built yet is left out.</param>
/// <param name="NoAot">Nothing is compiled ahead of time.</param>
/// <param name="Timeout">Longest time for one request.</param>
internal sealed record PeerSite(
    string Repository,
    string Folder,
    IPEndPoint Service,
    string? ServiceSocket,
    ReadOnlyMemory<byte> Body,
    IReadOnlyList<PeerService> Services,
    BuildFlavor Warm,
    bool HasCold,
    bool NoBuild,
    bool NoAot,
    TimeSpan Timeout)
{
    /// <summary>What the web service and whatever stands before it is asked for. Whoever has a cache may keep the answer.</summary>
    public const string HttpPath = "/http/hello?max-age=3600";

    /// <summary>What the pipe service is asked for. Of the same length: so are the answers, which repeat it.</summary>
    public const string PipePath = "/pipe/hello?max-age=3600";

    public string FileOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        string file = FileOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    /// <summary>A program of this repository, built unless it shall not be.</summary>
    /// <param name="project">Relative to the repository.</param>
    /// <param name="ahead">Whether it is compiled ahead of time where the machine has what it takes.</param>
    /// <exception cref="PeerException">There is none.</exception>
    public async Task<ProgramBuild> BuildAsync(string project, bool ahead, CancellationToken cancellationToken)
    {
        try
        {
            return ahead && !NoAot
                ? await ProgramBuild.BestAsync(Repository, project, NoBuild, cancellationToken)
                : await ProgramBuild.RunAsync(Repository, project, BuildFlavor.Jit, NoBuild, cancellationToken);
        }
        catch (BuildException exception)
        {
            throw new PeerException(exception.Message, exception);
        }
    }
}
