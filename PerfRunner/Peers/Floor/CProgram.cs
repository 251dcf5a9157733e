using System.ComponentModel;
using System.Diagnostics;
using PerfRunner.Building;
using PerfRunner.Export;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Floor;

/// <summary>The programs in C that come with the runner, and the compiler for them.</summary>
internal sealed class CProgram(string compiler)
{
    /// <summary>A server with a ready answer.</summary>
    public const string FixedAnswer = "fixed_answer.c";

    /// <summary>A proxy that passes bytes on and reads nothing in them.</summary>
    public const string PassThrough = "pass_through.c";

    /// <exception cref="PeerException">There is none, or not the system that they are for.</exception>
    public static CProgram Find() => OperatingSystem.IsLinux()
        ? new CProgram(InstalledProgram.Find("cc", "gcc", "clang") ?? throw new PeerException($"there is no C compiler: {BuildFailure.LinkerRemedy}"))
        : throw new PeerException("the programs in C use epoll, which is Linux's");

    public Task<string> VersionAsync(CancellationToken cancellationToken) => InstalledProgram.VersionAsync(compiler, "--version", cancellationToken);

    /// <param name="folder">Source and program are written there.</param>
    /// <returns>The program.</returns>
    /// <exception cref="PeerException">It could not be compiled.</exception>
    public async Task<string> CompileAsync(string source, string folder, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, source);
        await File.WriteAllTextAsync(file, EmbeddedText.Read(source), cancellationToken);
        string program = Path.ChangeExtension(file, null);
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(compiler, ["-O2", "-o", program, file]) { RedirectStandardError = true })!;
            string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? program : throw new PeerException($"{compiler} cannot compile {source}: {errors.Trim()}");
        }
        catch (Win32Exception exception)
        {
            throw new PeerException($"{compiler}: {exception.Message}", exception);
        }
    }
}
