using System.Diagnostics;
using System.Globalization;
using System.Net;
using PerfRunner.Load;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Measuring;

/// <summary>Another load generator, which knows nothing of this one: https://github.com/wg/wrk.</summary>
internal sealed class Wrk(string file)
{
    public const string Name = "wrk";

    public static Wrk? Find() => InstalledProgram.Find(Name) is { } file ? new Wrk(file) : null;

    public Task<string> VersionAsync(CancellationToken cancellationToken) => InstalledProgram.VersionAsync(file, "-v", cancellationToken);

    /// <summary>With one thread.</summary>
    /// <returns>Null where it cannot connect to, or did not say anything.</returns>
    public async Task<WrkFigures?> MeasureAsync(Contender contender, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (contender.EndPoint is not IPEndPoint)
        {
            return null;
        }

        using Process process = Process.Start(new ProcessStartInfo(file, Arguments(contender, connections, duration)) { RedirectStandardOutput = true })!;
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return WrkOutput.Read(output);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>It knows whole seconds alone.</summary>
    public static TimeSpan TimeOf(TimeSpan duration) => TimeSpan.FromSeconds(Math.Max(1, Math.Round(duration.TotalSeconds)));

    public static IReadOnlyList<string> Arguments(Contender contender, int connections, TimeSpan duration)
    {
        string seconds = TimeOf(duration).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        string[] headers = contender.Cache == CacheExpectation.MustNotHit ? ["-H", LoadRequest.NoStore] : [];
        return
        [
            "-t1", $"-c{connections.ToString(CultureInfo.InvariantCulture)}", $"-d{seconds}s", "--latency", .. headers,
            new Uri(contender.Url, contender.Path).AbsoluteUri,
        ];
    }
}
