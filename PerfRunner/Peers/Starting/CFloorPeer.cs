using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using PerfRunner.Building;
using PerfRunner.Export;
using PerfRunner.Load;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

/// <summary>A server in C that gives a ready answer: what nothing here can be faster than, and what shows the generator's own limit.</summary>
internal sealed class CFloorPeer : IPeer
{
    private const string Source = "fixed_answer.c";

    public string Name => "c-floor";

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PeerException("the server in C uses epoll, which is Linux's");
        }

        string compiler = InstalledProgram.Find("cc", "gcc", "clang") ?? throw new PeerException($"there is no C compiler: {BuildFailure.LinkerRemedy}");
        string program = await CompileAsync(site, compiler, cancellationToken);
        string body = site.FileOf("body");
        await File.WriteAllBytesAsync(body, site.Body, cancellationToken);
        IPEndPoint address = new(IPAddress.Loopback, FreePort.Choose());
        ProcessStartInfo start = new(program) { ArgumentList = { address.Port.ToString(CultureInfo.InvariantCulture), body } };
        PeerProcess process = await PeerProcess.StartAsync(start, [address], cancellationToken);
        Contender contender = new(
            Name, "C server with one thread and a ready answer", address, PeerSite.HttpPath, CacheExpectation.None, PeerCase.Cached, PeerCase.Http, PeerCase.Pipe);
        return new RunningPeer(
            Name, await InstalledProgram.VersionAsync(compiler, "--version", cancellationToken), $"epoll, one thread, compiled with -O2 ({Source})", [contender], process);
    }

    private static async Task<string> CompileAsync(PeerSite site, string compiler, CancellationToken cancellationToken)
    {
        string program = site.FileOf("fixed_answer");
        ProcessStartInfo start = new(compiler)
        {
            ArgumentList = { "-O2", "-o", program, site.Write(Source, EmbeddedText.Read(Source)) },
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? program : throw new PeerException($"{compiler} cannot compile {Source}: {errors.Trim()}");
        }
        catch (Win32Exception exception)
        {
            throw new PeerException($"{compiler}: {exception.Message}", exception);
        }
    }
}
